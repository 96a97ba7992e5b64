"""Starting child processes that cannot outlive us, and knowing them again later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # ships no types

from switchboard.local import launch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The kernel's death signal comes when the starting *thread* ends, so children that are started
# from threads come from this one, which lives as long as the process.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="child-starter")


@dataclass(frozen=True)
class Command:
    """What to run, and what it gets when its parent is gone.

    Attributes:
        arguments: Program and arguments.
        folder: Working folder.
        environment: The whole environment of the child.
        death_signal: Sent by the kernel when the parent ends (Linux only).
        user_namespace: Whether to run as user 1000 of a user namespace of its own.
    """

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    death_signal: int = signal.SIGKILL
    user_namespace: bool = False

    def line(self) -> list[str]:
        """The command line that the calling process has to start."""
        kind = "namespace" if self.user_namespace else "plain"
        start = [sys.executable, "-I", "-S", str(Path(launch.__file__).resolve())]
        return [*start, str(os.getpid()), str(int(self.death_signal)), kind, *self.arguments]


def start(command: Command, output: Path) -> subprocess.Popen[bytes]:
    """Start a child whose output is added to a file; safe from any thread."""
    return _starter.submit(_start, command, output).result()


def _start(command: Command, output: Path) -> subprocess.Popen[bytes]:
    with output.open("ab") as stream:
        return subprocess.Popen(  # noqa: S603 - the command comes from our own code
            command.line(),
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )


@dataclass(frozen=True)
class Identity:
    """A process that cannot be mistaken for another one that got its number later."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Identity:
        """Read the identity of a running process; an empty start means that it is gone."""
        return cls(pid, _started(pid))

    def is_running(self) -> bool:
        """Whether exactly this process still runs."""
        return bool(self.started) and _started(self.pid) == self.started

    def runs(self, program: str, folder: Path) -> bool:
        """Whether it is a process of this program name, working in this folder."""
        try:
            process = psutil.Process(self.pid)
            return bool(process.name() == program and Path(process.cwd()) == folder.resolve())
        except psutil.Error:
            return False


def _started(pid: int) -> str:
    """When a process was started, in a form that no change of the clock alters."""
    try:
        if sys.platform != "linux":
            return str(psutil.Process(pid).create_time())
        state, *values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (OSError, psutil.NoSuchProcess):
        return ""
    return "" if state in "ZX" else f"{boot} {values[18]}"


def end(process: Identity, how: int, patience: float) -> None:
    """Ask exactly this process to stop; kill it after ``patience`` seconds."""
    for attempt in (how, signal.SIGKILL):
        if not process.is_running():
            return
        os.kill(process.pid, attempt)
        _wait_until_gone(process, patience)


def _wait_until_gone(process: Identity, patience: float) -> None:
    limit = time.monotonic() + patience
    while process.is_running() and time.monotonic() < limit:
        time.sleep(0.02)
