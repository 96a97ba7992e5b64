"""Messages a second from socket to socket, every guarantee on, and the CPU of each process."""

import asyncio
import statistics
import time
from dataclasses import dataclass

from benchmarks.crowd import Crowd, Pair
from benchmarks.system import System

CONVERSATIONS = 200
UNDER_WAY = 4
"""Messages of one conversation that are under way at a time."""
WARM_UP_SECONDS = 5.0
RUN_SECONDS = 10.0
RUNS = 3


@dataclass(frozen=True)
class Run:
    """What one run showed: messages and CPU seconds a second and a message."""

    rate: float
    cpu: dict[str, float]
    load_cpu: float
    took: list[float]


async def throughput(system: System) -> dict[str, str]:
    crowd = Crowd(system)
    await crowd.gather(CONVERSATIONS)
    await _run(system, crowd, WARM_UP_SECONDS)
    runs = [await _run(system, crowd, RUN_SECONDS) for _ in range(RUNS)]
    refusals = len(crowd.refusals())
    crowd.leave()
    return _figures(runs, refusals)


async def _run(system: System, crowd: Crowd, seconds: float) -> Run:
    crowd.took.clear()
    waiting: dict[int, Pair] = {}
    until = time.perf_counter() + seconds

    def go_on(number: int) -> None:
        pair = waiting.pop(number)
        if time.perf_counter() < until:
            waiting[crowd.say(pair)] = pair

    crowd.on_heard = go_on
    cpu, own, began = system.cpu_seconds(), time.process_time(), time.perf_counter()
    for pair in crowd.pairs:
        for _ in range(UNDER_WAY):
            waiting[crowd.say(pair)] = pair
    await asyncio.sleep(seconds)
    await crowd.until_all_heard()
    count, took = len(crowd.took), time.perf_counter() - began
    used = {name: (now - cpu[name]) / count for name, now in system.cpu_seconds().items()}
    return Run(count / took, used, (time.process_time() - own) / count, list(crowd.took))


def _figures(runs: list[Run], refusals: int) -> dict[str, str]:
    median = sorted(runs, key=lambda run: run.rate)[len(runs) // 2]
    took = statistics.quantiles(median.took, n=100)
    figures = {
        "messages a second, median of three": f"{median.rate:,.0f}",
        "all three": ", ".join(f"{run.rate:,.0f}" for run in runs),
        "conversations, under way in each": f"{CONVERSATIONS}, {UNDER_WAY}",
        "socket to socket p50 / p99": f"{took[49] * 1e3:.0f} / {took[98] * 1e3:.0f} ms",
        "refused or undecided": str(refusals),
    }
    for name, seconds in sorted(median.cpu.items(), key=lambda item: -item[1]):
        figures[f"CPU a message: {name}"] = f"{seconds * 1e6:.0f} µs"
    figures["CPU a message: all servers"] = f"{sum(median.cpu.values()) * 1e6:.0f} µs"
    figures["CPU a message: load generator"] = f"{median.load_cpu * 1e6:.0f} µs"
    return figures
