"""Messages a second from socket to socket, every guarantee on, and the CPU of each process."""

import asyncio
import time
from dataclasses import dataclass

from benchmarks.crowd import Crowd, Pair
from benchmarks.figures import Figures
from benchmarks.percentiles import percentile
from benchmarks.projection import MOST_SECONDS_BEHIND, seconds_behind
from benchmarks.system import System

CONVERSATIONS = 200
UNDER_WAY = 8
"""Messages of one conversation that are under way at a time; with half as many the servers wait for
each other and not for the load."""
WARM_UP_SECONDS = 6.0
RUN_SECONDS = 20.0
RUNS = 3


@dataclass(frozen=True)
class Run:
    """What one run showed.

    Attributes:
        rate: messages a second that the other side's socket received.
        cpu: CPU seconds a message, by process.
        load_cpu: the load generator's own.
        behind: seconds that the read model was behind at the end.
        lost: messages that never arrived.
    """

    rate: float
    cpu: dict[str, float]
    load_cpu: float
    took: list[float]
    behind: float
    lost: int


async def throughput(system: System) -> Figures:
    crowd = Crowd(system)
    await crowd.gather(CONVERSATIONS)
    await _run(system, crowd, WARM_UP_SECONDS)
    runs = [await _run(system, crowd, RUN_SECONDS) for _ in range(RUNS)]
    figures = _figures(runs)
    figures["refused or undecided"] = len(crowd.refusals())
    figures["sockets that the gateway closed, by code"] = str(crowd.closed() or "none")
    crowd.leave()
    return figures


async def _run(system: System, crowd: Crowd, seconds: float) -> Run:
    crowd.forget()
    cpu, own, began = system.cpu_seconds(), time.process_time(), time.perf_counter()
    _keep_talking(crowd, began + seconds)
    await asyncio.sleep(seconds)
    lost = await crowd.lost()
    took = time.perf_counter() - began
    load_cpu, behind = time.process_time() - own, await seconds_behind(system)
    each = [took for side in crowd.took.values() for took in side]
    used = {name: (now - cpu[name]) / len(each) for name, now in system.cpu_seconds().items()}
    return Run(len(each) / took, used, load_cpu / len(each), each, behind, lost)


def _keep_talking(crowd: Crowd, until: float) -> None:
    """Send a conversation's next message when one arrived, until the time is over."""
    waiting: dict[int, Pair] = {}

    def go_on(number: int) -> None:
        pair = waiting.pop(number)
        if time.perf_counter() < until:
            waiting[crowd.say(pair)] = pair

    crowd.on_heard = go_on
    for _ in range(UNDER_WAY):
        for pair in crowd.pairs:
            waiting[crowd.say(pair)] = pair


def _figures(runs: list[Run]) -> Figures:
    median = sorted(runs, key=lambda run: run.rate)[len(runs) // 2]
    servers = sum(median.cpu.values())
    figures: Figures = {
        "messages a second, median of three": median.rate,
        "all three": ", ".join(f"{run.rate:,.0f}" for run in runs),
        "messages a second for each core that the servers keep busy": 1 / servers,
        "cores busy with servers": servers * median.rate,
        "cores busy with the load": median.load_cpu * median.rate,
        "conversations": CONVERSATIONS,
        "under way in each": UNDER_WAY,
        "socket to socket at this load, p50 (ms)": percentile(median.took, 0.50) * 1e3,
        "socket to socket at this load, p99 (ms)": percentile(median.took, 0.99) * 1e3,
        "never arrived": sum(run.lost for run in runs),
        "read model behind at the end, worst (s)": max(run.behind for run in runs),
        "the runs count": str(all(run.behind <= MOST_SECONDS_BEHIND for run in runs)),
    }
    for name, seconds in sorted(median.cpu.items(), key=lambda item: -item[1]):
        figures[f"CPU a message, {name} (µs)"] = seconds * 1e6
    figures["CPU a message, all servers (µs)"] = servers * 1e6
    figures["CPU a message, load generator (µs)"] = median.load_cpu * 1e6
    return figures
