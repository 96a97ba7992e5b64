"""When messages are due: Poisson arrivals, since constant spacing can lock step with timers."""

import random
from collections.abc import Iterator


def poisson(rate: float, seconds: float, seed: int) -> Iterator[float]:
    """Seconds after the start at which messages are due, `rate` a second on average.

    The same seed gives the same times. They do not depend on when answers come, so a slow answer
    delays no later message on paper: what starts late counts as late.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    due = chance.expovariate(rate)
    while due < seconds:
        yield due
        due += chance.expovariate(rate)
