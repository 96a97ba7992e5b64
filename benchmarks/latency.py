"""Socket to socket at a steady rate, each message timed from when it was due."""

import asyncio
import itertools
import statistics
import time
from dataclasses import dataclass

from benchmarks.arrivals import poisson
from benchmarks.crowd import SIDES, Crowd
from benchmarks.figures import Figures
from benchmarks.percentiles import percentile
from benchmarks.system import System

CONVERSATIONS = 200
RATES = (100, 500)
WARM_UP_SECONDS = 6.0
RUN_SECONDS = 15.0
RUNS = 3
SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True)
class Run:
    """What one run showed: seconds a message took, by the side that wrote it."""

    took: dict[str, list[float]]
    lost: int

    def milliseconds(self, side: str, share: float) -> float:
        """A percentile of one side's messages."""
        return percentile(self.took[side], share) * 1e3


async def latency(system: System) -> Figures:
    crowd = Crowd(system)
    await crowd.gather(CONVERSATIONS)
    figures: Figures = {"conversations": CONVERSATIONS}
    for rate in RATES:
        await steady(crowd, rate, WARM_UP_SECONDS, seed=0)
        runs = [await steady(crowd, rate, RUN_SECONDS, seed=seed) for seed in range(1, RUNS + 1)]
        figures |= _figures(rate, runs)
    figures["refused or undecided"] = len(crowd.refusals())
    figures["sockets that the gateway closed, by code"] = str(crowd.closed() or "none")
    crowd.leave()
    return figures


async def steady(crowd: Crowd, rate: int, seconds: float, seed: int) -> Run:
    """Everybody talks at a rate, all together, for some time."""
    crowd.forget()
    pairs = itertools.cycle(crowd.pairs)
    began = time.perf_counter()
    for after in poisson(rate, seconds, seed):
        due = began + after
        if (pause := due - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        crowd.say(next(pairs), due)
    lost = await crowd.lost()
    return Run({side: list(took) for side, took in crowd.took.items()}, lost)


def _figures(rate: int, runs: list[Run]) -> Figures:
    figures: Figures = {}
    for side in SIDES:
        for name, share in SHARES.items():
            middle = statistics.median(run.milliseconds(side, share) for run in runs)
            figures[f"{rate}/s, {side}, {name} (ms)"] = middle
    figures[f"{rate}/s, never arrived"] = sum(run.lost for run in runs)
    return figures
