"""Starts processes of our own Python by forking one that has imported the libraries already.

Each of ten processes would spend some two seconds of CPU on importing the same libraries, which is
most of a start on two cores. Elsewhere, as in containers, each process imports for itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from switchboard.local.children import Command
from switchboard.local.errors import LocalError
from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

MODULE = "switchboard.local.nursery_process"
KILLED = -int(signal.SIGKILL)
GONE = "the process that starts the others has ended: what it said stands above"


class Forked:
    """A process that the nursery forked."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader) -> None:
        self.pid = pid
        self.stdout = stdout
        self._end: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        """How it ended, if it has."""
        return self._end.result() if self._end.done() else None

    def send_signal(self, signal: int) -> None:
        """Send a signal, unless it has ended."""
        if not self._end.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal)

    async def wait(self) -> int:
        """Wait for its end."""
        return await asyncio.shield(self._end)

    def ended(self, status: int) -> None:
        """Note how it ended."""
        if not self._end.done():
            self._end.set_result(status)


class Nursery:
    """The forking process, started again whenever it is gone.

    When it ends, its children end: the kernel sends each its death signal.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = modules
        self._channel: socket.socket | None = None
        self._ready = asyncio.Event()
        self._asking = asyncio.Lock()
        self._asked: tuple[asyncio.Future[Forked], asyncio.StreamReader] | None = None
        self._living: dict[int, Forked] = {}
        self._work: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Have it import, if it does not run; returns at once."""
        if self._work is None or self._work.done():
            self._ready.clear()
            self._channel, theirs = socket.socketpair()
            self._work = asyncio.create_task(self._live(self._channel, theirs))

    async def spawn(self, command: Command) -> Forked:
        """Start ``python -m MODULE...`` in a session of its own.

        Raises:
            LocalError: The nursery ended before it could.
        """
        async with self._asking:
            self.start()
            await self._ready.wait()
            if self._channel is None:
                raise LocalError(GONE)
            begun: asyncio.Future[Forked] = asyncio.get_running_loop().create_future()
            read, write = os.pipe()
            with os.fdopen(write, "wb"):
                self._asked = begun, await _reader(read)
                try:
                    socket.send_fds(self._channel, [_request(command)], [write])
                except OSError as error:
                    raise LocalError(GONE) from error
            return await begun

    async def stop(self) -> None:
        """Let it end, also while it still imports; its children should have ended before."""
        if self._channel:
            self._channel.shutdown(socket.SHUT_WR)
        if self._work:
            await self._work

    async def _live(self, ours: socket.socket, theirs: socket.socket) -> None:
        with theirs:
            process = await self._begin(theirs.fileno())
        news, writer = await asyncio.open_connection(sock=ours.dup())
        with ours:
            while line := await news.readline():
                self._note(json.loads(line))
            self._channel = None
        writer.close()
        await process.wait()
        # Last of all: whoever learns that it is gone may start another at once.
        self._forget_all()

    async def _begin(self, channel: int) -> asyncio.subprocess.Process:
        modules = (sys.executable, "-m", MODULE, str(channel), *self._modules)
        command = Command(modules, PROJECT, {**os.environ, "PYTHONUNBUFFERED": "1"})
        return await asyncio.create_subprocess_exec(
            *command.line(),
            cwd=command.folder,
            env=dict(command.environment),
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(channel,),
        )

    def _note(self, said: dict[str, int]) -> None:
        if "ready" in said:
            self._ready.set()
        elif "began" in said and self._asked:
            begun, stdout = self._asked
            self._asked = None
            self._living[said["began"]] = forked = Forked(said["began"], stdout)
            if not begun.done():
                begun.set_result(forked)
        elif "ended" in said:
            self._living.pop(said["ended"]).ended(said["status"])

    def _forget_all(self) -> None:
        """It is gone: so are its children, and nobody will be born."""
        self._ready.set()
        for forked in self._living.values():
            forked.ended(KILLED)
        self._living.clear()
        if self._asked and not self._asked[0].done():
            self._asked[0].set_exception(LocalError(GONE))
        self._asked = None


def _request(command: Command) -> bytes:
    """The command as the forking process reads it: of the environment, what differs from ours."""
    told = dict(command.environment)
    new = {name: value for name, value in told.items() if os.environ.get(name) != value}
    request = {
        "module": list(command.arguments[2:]),
        "folder": str(command.folder),
        "death_signal": int(command.death_signal),
        "set": new,
        "unset": [name for name in os.environ if name not in told],
    }
    return json.dumps(request).encode()


async def _reader(pipe: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
    return reader
