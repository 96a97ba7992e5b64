"""One embedded server run from a test or a script, without the supervisor."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from switchboard.local.children import start
from switchboard.local.errors import LocalError
from switchboard.local.ports import is_taken

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Coroutine

    from switchboard.local.servers import Server

T = TypeVar("T")
PATIENCE = 60.0


def wait_for(coroutine: Coroutine[object, object, T]) -> T:
    """Run a coroutine from ordinary code, also where this thread has a running loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(coroutine)).result()


class Standalone:
    """Starts, stops and kills one server; every call returns when it is done."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it serves."""
        self.server.prepare()
        if is_taken(self.server.port):
            raise LocalError(f"Port {self.server.port} is taken: stop what listens there.")
        self._process = start(self.server.command(), self.server.folder / "output.log")
        wait_for(self._serving(self._process))

    def stop(self) -> None:
        """Stop cleanly; nothing happens if it does not run."""
        self._end(self.server.stop_signal)

    def kill(self) -> None:
        """End it as a crash would, so that recovery is put to the test."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _end(self, how: int) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(30)

    async def _serving(self, process: subprocess.Popen[bytes]) -> None:
        limit = time.monotonic() + PATIENCE
        while not await self.server.is_ready():
            if process.poll() is not None or time.monotonic() > limit:
                output = self.server.folder / "output.log"
                raise LocalError(f"{self.server.name} did not start: see {output}.")
            await asyncio.sleep(0.05)
