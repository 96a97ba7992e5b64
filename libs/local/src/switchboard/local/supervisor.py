"""Starts everything in order, keeps it running, and stops it without leaving anything behind."""

from __future__ import annotations

import asyncio
import math
import signal
from typing import TYPE_CHECKING

from switchboard.local.children import end
from switchboard.local.journal import Journal
from switchboard.local.nursery import Nursery
from switchboard.local.part import Part, spawn
from switchboard.local.retry import until
from switchboard.local.runnables import RunningServer

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from switchboard.local.part import Runnable, Spawn
    from switchboard.local.plan import Plan
    from switchboard.local.state import State

NAME = "switchboard"
PATIENCE = 120.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LEFT_OVER_SECONDS = 10.0


class Supervisor:
    """Runs one Switchboard in one state folder."""

    def __init__(self, state: State, plan: Plan) -> None:
        self._state = state
        self._plan = plan
        self._journal = Journal(state.logs)
        self._servers: list[Part] = []
        self._processes: list[Part] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._stop_asked = asyncio.Event()
        self._nursery = Nursery(plan.preloaded)

    async def run(self) -> None:
        """Run until somebody asks to stop.

        Raises:
            LocalError: Something that cannot be mended by trying again.
        """
        self._listen_to_signals()
        self._state.processes.ready_file.unlink(missing_ok=True)
        end_left_overs(self._state)
        try:
            await self._until_stop(self._start())
            await self._until_stop(self._work_on())
        finally:
            await self._stop()

    async def _start(self) -> None:
        self._say(f"starting in {self._state.folder}")
        for port in self._plan.ports:
            self._state.ports.require_free(port)
        self._nursery.start()
        await self._start_servers()
        for stage in self._plan.once_servers_run:
            await stage(self._journal)
        self._state.ports.let_go()
        self._processes = self._keep_running(self._plan.processes, self._nursery.spawn)
        await self._until_ready(self._processes)
        for step in self._plan.after_ready:
            await step(self._plan.addresses)
        self._state.processes.ready_file.write_text(self._plan.welcome)
        for line in self._plan.welcome.splitlines():
            self._say(line)

    async def _start_servers(self) -> None:
        servers = self._plan.servers
        # Here rather than in the part: what cannot be prepared ends the start with its reason.
        await asyncio.gather(*(asyncio.to_thread(server.prepare) for server in servers))
        self._servers = self._keep_running([RunningServer(server) for server in servers], spawn)
        for stage in self._plan.while_servers_start:
            await stage(self._journal)
        await self._until_ready(self._servers)

    async def _work_on(self) -> None:
        for work in self._plan.in_background:
            await work()
        await asyncio.Event().wait()

    def _keep_running(self, what: Sequence[Runnable], spawn: Spawn) -> list[Part]:
        parts = [Part(one, self._journal, self._write_processes, spawn) for one in what]
        self._tasks += [asyncio.create_task(part.keep_running()) for part in parts]
        return parts

    async def _until_ready(self, parts: list[Part]) -> None:
        """Wait for all; past the patience say for whom, and go on waiting."""
        waiting = {part.what.name: asyncio.create_task(_ready(part)) for part in parts}
        try:
            done, late = await asyncio.wait(
                waiting.values(), timeout=PATIENCE, return_when=asyncio.FIRST_EXCEPTION
            )
            if late and not any(task.exception() for task in done):
                names = [name for name, task in waiting.items() if task in late]
                self._say(f"still waiting for {', '.join(names)}: see `switchboard logs NAME`")
            await asyncio.gather(*waiting.values())
        finally:
            for task in waiting.values():
                task.cancel()

    async def _until_stop(self, work: Coroutine[object, object, None]) -> None:
        """Do the work, but let go of it when somebody asks to stop."""
        task = asyncio.create_task(work)
        stop = asyncio.create_task(self._stop_asked.wait())
        await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
        for one in (task, stop):
            if not one.done():
                one.cancel()
        await asyncio.gather(stop, return_exceptions=True)
        if self._stop_asked.is_set():
            await asyncio.gather(task, return_exceptions=True)
        else:
            await task

    async def _stop(self) -> None:
        """First the services, then what they rely on."""
        self._say("stopping")
        for parts in (self._processes, self._servers):
            await asyncio.gather(*(part.stop() for part in parts))
        await self._nursery.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._state.processes.ready_file.unlink(missing_ok=True)
        self._state.processes.write({})
        self._say("stopped")
        self._journal.close()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, self._ask_to_stop)

    def _ask_to_stop(self) -> None:
        """The first time stop cleanly, the second time at once."""
        if self._stop_asked.is_set():
            for part in (*self._processes, *self._servers):
                part.kill()
        self._stop_asked.set()

    def _write_processes(self) -> None:
        parts = (*self._servers, *self._processes)
        self._state.processes.write({p.what.name: p.recorded for p in parts if p.recorded})

    def _say(self, line: str) -> None:
        self._journal.say(NAME, line)


async def _ready(part: Part) -> None:
    await until(part.is_ready, seconds=math.inf)


def end_left_overs(state: State) -> None:
    """End exactly the processes that a dead supervisor left behind; the services first."""
    recorded = list(state.processes.read().values())
    for row in sorted(recorded, key=lambda row: row.health_port is None):
        end(row.identity, row.stop_signal, LEFT_OVER_SECONDS)
    state.processes.write({})
