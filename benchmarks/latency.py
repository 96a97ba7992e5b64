"""Socket to socket at a steady rate; a late start of a message counts as its delay."""

import asyncio
import itertools
import statistics
import time

from benchmarks.crowd import Crowd
from benchmarks.system import System

CONVERSATIONS = 200
RATES = (100, 500)
RUN_SECONDS = 10.0
RUNS = 3


async def latency(system: System) -> dict[str, str]:
    crowd = Crowd(system)
    await crowd.gather(CONVERSATIONS)
    figures = {}
    for rate in RATES:
        await _run(crowd, rate, RUN_SECONDS / 2)
        runs = [await _run(crowd, rate, RUN_SECONDS) for _ in range(RUNS)]
        p50, p99 = (statistics.median(run[place] for run in runs) for place in (49, 98))
        figures[f"at {rate} messages a second, p50 / p99"] = f"{p50:.0f} / {p99:.0f} ms"
    figures["refused or undecided"] = str(len(crowd.refusals()))
    crowd.leave()
    return figures


async def _run(crowd: Crowd, rate: int, seconds: float) -> list[float]:
    """The percentiles 1 to 99, in milliseconds."""
    crowd.took.clear()
    pairs = itertools.cycle(crowd.pairs)
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (pause := due - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        crowd.say(next(pairs), due)
    await crowd.until_all_heard()
    return [took * 1e3 for took in statistics.quantiles(crowd.took, n=100)]
