"""Percentiles by nearest rank: always a value that was measured."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least this share of all does not exceed.

    Raises:
        ValueError: nothing was measured; nothing is no good latency.
    """
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]
