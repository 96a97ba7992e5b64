"""`python -m benchmarks [probes | throughput | latency | quality]`: all of them if none is named.

Starts a Switchboard of its own in a throw-away folder and stops it at the end.
"""

import sys
import tempfile
from pathlib import Path

import uvloop
from benchmarks.latency import latency
from benchmarks.probes import machine_probes, server_probes
from benchmarks.quality import quality
from benchmarks.system import a_system
from benchmarks.throughput import throughput

LOADS = {"throughput": throughput, "latency": latency}
KNOWN = ("probes", *LOADS, "quality")


def main(asked: list[str]) -> int:
    if unknown := [name for name in asked if name not in KNOWN]:
        print(f"There is no {unknown[0]}: name one of {', '.join(KNOWN)}.")
        return 2
    wanted = asked or list(KNOWN)
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as folder:
        _print("Machine", machine_probes(Path(folder)))
        with a_system(Path(folder)) as system:
            _print("Servers", uvloop.run(server_probes(system)))
            for name, load in LOADS.items():
                if name in wanted:
                    _print(name.title(), uvloop.run(load(system)))
            if "quality" in wanted:
                _print("Quality of the baselines", uvloop.run(quality(system)))
    return 0


def _print(title: str, figures: dict[str, str]) -> None:
    print(f"\n{title}")
    for name, figure in figures.items():
        print(f"  {name:<44} {figure}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
