"""A Switchboard of the benchmark's own, and the CPU time of its processes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from switchboard.local.state import State

_MUCH = {"BURST": "1000000", "PER_SECOND": "1000000"}
ALL_OUT = {
    f"SWITCHBOARD_{whose}_{what}": much
    for whose in ("VISITOR", "MEMBER", "ADDRESS")
    for what, much in _MUCH.items()
}
"""Limits count as always, but so high that a load from one address reaches none."""


class System:
    """A running Switchboard."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.gateway = f"http://localhost:{state.gateway_port()}"
        self.kafka = f"127.0.0.1:{state.ports.port('kafka')}"

    def database(self, name: str) -> str:
        """The URL of a database on the system's server."""
        return self.state.postgres.url(name)

    def cpu_seconds(self) -> dict[str, float]:
        """The CPU time that each part has used so far, its children's included."""
        return {
            name: _cpu_of(psutil.Process(recorded.identity.pid))
            for name, recorded in self.state.processes.read().items()
        }


@contextmanager
def a_system(folder: Path, settings: Mapping[str, str] = ALL_OUT) -> Iterator[System]:
    """Start everything, and stop it at the end of the block."""
    state = State(folder / "state")
    _switchboard("up", state, "--detach", settings=settings)
    try:
        yield System(state)
    finally:
        _switchboard("down", state)


def _cpu_of(process: psutil.Process) -> float:
    return _seconds(process) + sum(_seconds(child) for child in process.children(recursive=True))


def _seconds(process: psutil.Process) -> float:
    """The process's own and its ended children's time; 0 once it ended: then its parent counts."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _switchboard(
    command: str, state: State, *options: str, settings: Mapping[str, str] | None = None
) -> None:
    line = [sys.executable, "-m", "switchboard.local", command, "--state", str(state.folder)]
    environment = {**os.environ, **(settings or {})}
    subprocess.run([*line, *options], check=True, env=environment)  # noqa: S603 - our own command
