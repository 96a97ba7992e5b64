"""One supervised child: started, followed, started again when it exits, stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from switchboard.local.children import Command, Identity
from switchboard.local.errors import LocalError
from switchboard.local.state import Recorded

if TYPE_CHECKING:
    from switchboard.local.journal import Journal

WORKED_SECONDS = 5.0
"""What ran so long had worked: it is started again at once."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 8.0
STOP_SECONDS = 10.0


class Spawned(Protocol):
    """A started process, as far as a part needs it."""

    @property
    def pid(self) -> int:
        """Its number, and that of its session."""

    @property
    def returncode(self) -> int | None:
        """How it ended, if it has."""

    @property
    def stdout(self) -> asyncio.StreamReader | None:
        """What it writes, errors too."""

    def send_signal(self, signal: int, /) -> None:
        """Send a signal, unless it has ended."""

    async def wait(self) -> int:
        """Wait for its end."""


Spawn = Callable[[Command], Awaitable[Spawned]]
"""How a part starts its process: `spawn`, or the nursery's."""


class Runnable(Protocol):
    """What a part runs: a service's process, Kafka or PostgreSQL."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def stop_signal(self) -> int:
        """The signal upon which it stops cleanly."""

    @property
    def health_port(self) -> int | None:
        """Where it answers ``/readyz`` now, if it does."""

    def next_command(self) -> Command:
        """What to run at the next start; may take a while the first time."""

    async def is_ready(self) -> bool:
        """Whether it does its work."""


@dataclass
class Pause:
    """How long to wait before the next start: nothing after work, longer after each early death."""

    seconds: float = 0.0

    def after(self, lived: float) -> float:
        """The pause after a life of so many seconds."""
        early = min(max(FIRST_PAUSE, self.seconds * 2), LONGEST_PAUSE)
        self.seconds = 0.0 if lived >= WORKED_SECONDS else early
        return self.seconds


class Part:
    """One child that is kept running."""

    def __init__(
        self, what: Runnable, journal: Journal, changed: Callable[[], None], spawn: Spawn
    ) -> None:
        self.what = what
        self.recorded: Recorded | None = None
        self._journal = journal
        self._changed = changed
        self._spawn = spawn
        self._process: Spawned | None = None
        self._stopping = False

    async def keep_running(self) -> None:
        """Start it, and again whenever it exits, until it is told to stop."""
        pause = Pause()
        while not self._stopping:
            started = time.monotonic()
            ending = await self._live()
            if self._stopping:
                return
            seconds = pause.after(time.monotonic() - started)
            when = f"in {seconds:.2g} s" if seconds else "at once"
            self._journal.say(self.what.name, f"{ending}; it is started again {when}")
            await asyncio.sleep(seconds)

    async def is_ready(self) -> bool:
        """Whether it runs and does its work."""
        running = self._process is not None and self._process.returncode is None
        return running and await self.what.is_ready()

    async def stop(self) -> None:
        """Stop it cleanly, or kill it when that takes too long."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(self.what.stop_signal)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.kill()
            await process.wait()

    def kill(self) -> None:
        """End it and all that it started, at once."""
        self._stopping = True
        if self._process and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    async def _live(self) -> str:
        """One life, from the start to the exit; says how it ended."""
        try:
            command = await asyncio.to_thread(self.what.next_command)
            if self._stopping:
                return "stopped"
            self._process = await self._spawn(command)
        except LocalError as error:
            return str(error)
        self._record(self._process.pid)
        await self._journal.follow(self.what.name, output_of(self._process))
        return f"ended with status {await self._process.wait()}"

    def _record(self, pid: int) -> None:
        stop_signal = int(self.what.stop_signal)
        self.recorded = Recorded(Identity.of(pid), self.what.health_port, stop_signal)
        self._changed()


async def spawn(command: Command) -> asyncio.subprocess.Process:
    """Start a command in a session of its own, so that Ctrl-C reaches only the supervisor."""
    return await asyncio.create_subprocess_exec(
        *command.line(),
        cwd=command.folder,
        env=dict(command.environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )


def output_of(process: Spawned) -> asyncio.StreamReader:
    """The output of a spawned process, which always has one."""
    if process.stdout is None:
        raise ValueError("spawn() gives every process a pipe")
    return process.stdout
