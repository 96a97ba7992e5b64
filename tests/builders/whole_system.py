"""The whole of Switchboard, started as `make run` starts it, in a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.builders.kept import write_kept_by_kafka, write_kept_by_postgres

from switchboard.local.processes import SERVICES
from switchboard.local.state import State

ALL_FROM_ONE_ADDRESS = {
    "address_burst": "100000",
    "address_per_second": "10000",
    "member_burst": "10000",
    "member_per_second": "1000",
}
"""Tests are many people at one address, and few members for many conversations."""


class WholeSystem:
    """A running Switchboard and where to find it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.gateway = state.gateway_url
        self.demo = state.demo_url

    def kill(self, part: str) -> None:
        """End one part as a crash would; the supervisor brings it back."""
        os.kill(self._process_of(part), signal.SIGKILL)

    @contextmanager
    def frozen(self, part: str) -> Iterator[None]:
        """Within the block one part stands still."""
        process = self._process_of(part)
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    def _process_of(self, part: str) -> int:
        return self.state.processes.read()[part].identity.pid

    def command(self, name: str, *arguments: str) -> str:
        """What one of our own commands answers here."""
        return _switchboard(name, self.state, *arguments, check=False).stdout.decode()

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Wait until `switchboard status` finds every part ready."""
        end = time.monotonic() + seconds
        while not _is_ready(self.state):
            assert time.monotonic() < end, "not every part became ready again"
            time.sleep(0.2)


@contextmanager
def a_whole_system(folder: Path, *options: str, **settings: str) -> Iterator[WholeSystem]:
    """Start everything, and stop it at the end of the block.

    Args:
        folder: of its data.
        options: of `switchboard up`.
        settings: of its services, as the environment has them but for the prefix.
    """
    state = State(folder)
    told = ALL_FROM_ONE_ADDRESS | settings
    _switchboard("up", state, "--detach", *options, check=True, **told)
    try:
        system = WholeSystem(state)
        yield system
        system.wait_until_ready()
        _write_what_is_kept(state)
    finally:
        _switchboard("down", state, check=True)


def _write_what_is_kept(state: State) -> None:
    """Leave with the logs, to be searched with them, what else operators look at."""
    write_kept_by_postgres(state.postgres, state.logs)
    write_kept_by_kafka(state.kafka.bootstrap, state.logs)
    ports = {row.health_port for row in state.processes.read().values()} - {None}
    health = [
        httpx.get(f"http://127.0.0.1:{port}/{question}").text
        for port in ports
        for question in ("livez", "readyz")
    ]
    assert len(health) > len(SERVICES), "no process was asked how it is"
    (state.logs / "health.out").write_text("".join(health), "utf-8")


def _is_ready(state: State) -> bool:
    return _switchboard("status", state, check=False).returncode == 0


def _switchboard(
    command: str, state: State, *options: str, check: bool, **settings: str
) -> "subprocess.CompletedProcess[bytes]":
    line = [sys.executable, "-m", "switchboard.local", command, "--state", str(state.folder)]
    told = {f"SWITCHBOARD_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, **told}
    return subprocess.run([*line, *options], check=check, capture_output=not check, env=environment)
