"""`python -m benchmarks [NAME...]`: probes and loads by name, all of them if none is named.

Starts a Switchboard of its own in a throw-away folder and stops it at the end. Prints tables, and
keeps them as JSON in `benchmarks/results`.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop
from benchmarks.figures import Figures, keep, past_the_bound, print_figures, warn_of_company
from benchmarks.flood import ONE_ADDRESS, flood
from benchmarks.lanes import lanes
from benchmarks.latency import latency
from benchmarks.probes import machine_probes, server_probes
from benchmarks.quality import quality
from benchmarks.search import search
from benchmarks.system import System, a_system
from benchmarks.throughput import throughput

LOADS: dict[str, Callable[[System], Awaitable[Figures]]] = {
    "throughput": throughput,
    "latency": latency,
    "lanes": lanes,
    "quality": quality,
    "search": search,
}
WITH_LIMITS: dict[str, Callable[[System], Awaitable[Figures]]] = {"flood": flood}
"""Loads on a Switchboard of their own that limits visitors as every installation does."""
KNOWN = ("probes", *LOADS, *WITH_LIMITS)
MOST_SECONDS = 240.0
"""For one load; one that takes longer is given up."""


def main(asked: list[str]) -> int:
    if unknown := [name for name in asked if name not in KNOWN]:
        print(f"There is no {unknown[0]}: name one of {', '.join(KNOWN)}.")
        return 2
    warn_of_company()
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as folder:
        tables = _measured(Path(folder), asked or list(KNOWN))
    print(f"\nKept in {keep(tables)}")
    for name in (past := past_the_bound(tables)):
        print(f"{name.title()} is past its bound: others wait too long beside it.")
    return 1 if past else 0


def _measured(folder: Path, wanted: list[str]) -> dict[str, Figures]:
    """The probes always, since no figure means anything without them."""
    tables = {"machine": machine_probes(folder)}
    print_figures("Machine", tables["machine"])
    loads = {"servers": server_probes} | {n: load for n, load in LOADS.items() if n in wanted}
    with a_system(folder / "without") as system:
        tables |= _run(system, loads)
    if limited := {name: load for name, load in WITH_LIMITS.items() if name in wanted}:
        with a_system(folder / "with", ONE_ADDRESS) as system:
            tables |= _run(system, limited)
    return tables


def _run(
    system: System, loads: dict[str, Callable[[System], Awaitable[Figures]]]
) -> dict[str, Figures]:
    tables: dict[str, Figures] = {}
    for name, load in loads.items():
        tables[name] = uvloop.run(_bounded(load(system)))
        print_figures(name.title(), tables[name])
    return tables


async def _bounded(load: Awaitable[Figures]) -> Figures:
    async with asyncio.timeout(MOST_SECONDS):
        return await load


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
