"""The supervisor keeps parts running, and nothing outlives it, however it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

from switchboard.local.children import Command, Identity
from switchboard.local.control import stop
from switchboard.local.ports import is_taken
from switchboard.local.state import Recorded, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STARTED: list[subprocess.Popen[bytes]] = []
SMALL_SYSTEM = Path(__file__).with_name("small_system.py")


class Run:
    """One supervisor of the small system, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.state = State(folder)
        self.output = folder / "output"
        self.state.processes.ready_file.unlink(missing_ok=True)
        with self.output.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, SMALL_SYSTEM, folder], stdout=stream, stderr=stream
            )
        STARTED.append(self.process)

    def until_ready(self) -> Run:
        eventually(self.state.processes.ready_file.exists)
        return self

    def child(self, name: str) -> Identity:
        return self.state.processes.read()[name].identity

    def children(self) -> list[Identity]:
        return [row.identity for row in self.state.processes.read().values()]

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


def eventually(is_true: Callable[[], bool], seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A state folder with spaces and umlauts; what a failed test leaves running is ended."""
    folder = tmp_path / "Ordner mit Lücke und ümläut"
    yield folder
    stop(State(folder))
    for process in STARTED:
        process.wait(30)
    STARTED.clear()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_no_process_behind(folder: Path, how: int) -> None:
    run = Run(folder).until_ready()
    children = run.children()
    assert len(children) == 3
    assert run.end(how) == 0
    assert not any(child.is_running() for child in children)


def test_what_exits_is_started_again(folder: Path) -> None:
    run = Run(folder).until_ready()
    for name in ("first", "postgres"):
        before = run.child(name)
        os.kill(before.pid, signal.SIGKILL)
        eventually(lambda name=name, before=before: run.child(name) != before)  # type: ignore[misc]
    assert run.child("second").is_running()


def test_the_next_start_after_a_kill_of_the_supervisor_keeps_the_data(folder: Path) -> None:
    first = Run(folder).until_ready()
    url = first.state.postgres.url("postgres")
    asyncio.run(execute(url, "CREATE TABLE kept AS SELECT 42 AS answer"))
    children = first.children()
    first.end(signal.SIGKILL)
    second = Run(folder).until_ready()
    assert not any(child.is_running() for child in children)
    asyncio.run(execute(url, "SELECT answer FROM kept"))
    assert second.end(signal.SIGTERM) == 0


async def execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


def test_children_die_with_a_killed_supervisor(folder: Path) -> None:
    run = Run(folder).until_ready()
    children = run.children()
    run.end(signal.SIGKILL)
    eventually(lambda: not any(child.is_running() for child in children), seconds=10)


def test_a_left_over_that_does_not_die_by_itself_is_ended_at_the_next_start(folder: Path) -> None:
    state = State(folder)
    with (
        subprocess.Popen(["sleep", "600"]) as left_over,
        subprocess.Popen(["sleep", "600"]) as other,
    ):
        mine = Identity.of(left_over.pid)
        reused = Identity(other.pid, "the start of a process that is long gone")
        rows = {"a": Recorded(mine, 1, signal.SIGTERM), "b": Recorded(reused, 1, signal.SIGTERM)}
        state.processes.write(rows)
        run = Run(folder).until_ready()
        assert left_over.wait(5) == -signal.SIGTERM
        assert other.poll() is None
        other.kill()
    assert run.end(signal.SIGTERM) == 0


def test_a_second_start_in_the_same_folder_says_that_it_runs_already(folder: Path) -> None:
    first = Run(folder).until_ready()
    second = Run(folder)
    assert second.process.wait(20) == 1
    assert "runs already" in second.output.read_text()
    assert first.process.poll() is None


def test_two_folders_run_at_once(folder: Path, tmp_path: Path) -> None:
    run = Run(folder).until_ready()
    other = Run(tmp_path / "other").until_ready()
    assert other.end(signal.SIGTERM) == 0
    assert all(child.is_running() for child in run.children())


def test_a_foreign_server_on_our_port_is_refused(folder: Path) -> None:
    run = Run(folder).until_ready()
    port = run.state.postgres.port
    run.end(signal.SIGTERM)
    line = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with subprocess.Popen(line, stderr=subprocess.DEVNULL) as foreign:
        eventually(lambda: is_taken(port))
        refused = Run(folder)
        assert refused.process.wait(20) == 1
        assert foreign.poll() is None
        foreign.kill()
    assert f"Port {port}, where postgres" in refused.output.read_text()


def test_down_stops_a_run_of_somebody_else(folder: Path) -> None:
    run = Run(folder).until_ready()
    children = run.children()
    assert stop(State(folder))
    assert run.process.wait(1) == 0
    assert not any(child.is_running() for child in children)
    assert not stop(State(folder))


def test_a_command_line_names_its_parent() -> None:
    assert str(os.getpid()) in Command(("true",), Path()).line()
