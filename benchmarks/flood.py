"""One visitor floods, the others talk as always: what these notice of it.

It runs on a Switchboard of its own, with the limits that every installation has. Only what is
peculiar to a load is raised: that all come from one address, and that two agents have everybody.
"""

import asyncio
import itertools
import statistics
import time
from contextlib import suppress

from benchmarks.arrivals import poisson
from benchmarks.crowd import SIDES, Crowd, recorded_texts
from benchmarks.figures import TIMES_IDLE, Figures
from benchmarks.latency import Run, steady
from benchmarks.percentiles import percentile
from benchmarks.system import ALL_OUT, System

ONE_ADDRESS = {name: value for name, value in ALL_OUT.items() if "VISITOR" not in name}
CONVERSATIONS = 50
RATE = 50
FLOOD = 500
"""Messages a second of the one visitor; a visitor is allowed 5."""
WARM_UP_SECONDS = 6.0
RUN_SECONDS = 15.0
RUNS = 3


async def flood(system: System) -> Figures:
    others, flooding = Crowd(system), Crowd(system)
    await others.gather(CONVERSATIONS)
    await flooding.gather(1)
    await steady(others, RATE, WARM_UP_SECONDS, seed=0)
    idle, flooded, delivered = [], [], 0
    for seed in range(1, RUNS + 1):
        idle.append(await steady(others, RATE, RUN_SECONDS, seed=seed))
        pouring = asyncio.ensure_future(_pour(flooding, seed))
        flooded.append(await steady(others, RATE, RUN_SECONDS, seed=seed))
        pouring.cancel()
        with suppress(asyncio.CancelledError):
            await pouring
        delivered += len(flooding.took[SIDES[0]])
    figures = _figures(idle, flooded)
    figures["flood, delivered (1/s)"] = delivered / (RUNS * RUN_SECONDS)
    figures["flood, refused"] = len(flooding.refusals())
    figures["others, refused or undecided"] = len(others.refusals())
    figures["sockets that the gateway closed, by code"] = str(others.closed() or "none")
    others.leave()
    flooding.leave()
    return figures


async def _pour(crowd: Crowd, seed: int) -> None:
    """Send as the one visitor, whatever becomes of it."""
    crowd.forget()
    (pair,) = crowd.pairs
    texts = itertools.cycle(recorded_texts())
    began = time.perf_counter()
    first = seed * 1_000_000
    for number, after in enumerate(poisson(FLOOD, RUN_SECONDS, seed)):
        if (pause := began + after - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        mark = first + 2 * number
        crowd.sent[mark] = time.perf_counter()
        pair.say(mark, next(texts))
    await asyncio.sleep(RUN_SECONDS)


def _figures(idle: list[Run], flooded: list[Run]) -> Figures:
    before, during = _p99(idle), _p99(flooded)
    return {
        "conversations of others": CONVERSATIONS,
        "others' messages (1/s)": RATE,
        "flood, sent (1/s)": FLOOD,
        "others, p99, idle (ms)": before,
        "others, p99, during the flood (ms)": during,
        TIMES_IDLE: during / before,
        "others, never arrived": sum(run.lost for run in (*idle, *flooded)),
    }


def _p99(runs: list[Run]) -> float:
    """Milliseconds, both directions together; the median of the runs."""
    return statistics.median(
        percentile([took for side in SIDES for took in run.took[side]], 0.99) * 1e3 for run in runs
    )
