"""What the supervisor keeps running: the two servers, the services' processes, the demo page."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

from switchboard.local.children import Command
from switchboard.local.environment import base_environment, replica_environment
from switchboard.local.ports import free_port
from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from switchboard.local.processes import Replica
    from switchboard.local.servers import Server
    from switchboard.local.state import State


class RunningServer:
    """Kafka or PostgreSQL as a part."""

    health_port = None

    def __init__(self, server: Server) -> None:
        self.server = server
        self.name = server.name
        self.stop_signal = server.stop_signal

    def next_command(self) -> Command:
        """Prepared anew each time: what a crash left behind is put in order."""
        self.server.prepare()
        return self.server.command()

    async def is_ready(self) -> bool:
        """Whether it serves."""
        return await self.server.is_ready()


class RunningReplica:
    """One copy of a service's process."""

    stop_signal = signal.SIGTERM

    def __init__(self, state: State, replica: Replica) -> None:
        self.name = replica.name
        self.health_port = 0
        self._state = state
        self._replica = replica

    def next_command(self) -> Command:
        """Each start on a new health port: the last one may have been taken meanwhile."""
        self.health_port = free_port()
        environment = replica_environment(self._state, self._replica, self.health_port)
        return python_command(environment, *self._replica.process.arguments)

    async def is_ready(self) -> bool:
        """Whether it says so itself."""
        return await says_ready(self.health_port)


class RunningDemoSite:
    """The demo page: another site than the gateway, as a customer's would be."""

    name = "demo-site"
    stop_signal = signal.SIGTERM

    def __init__(self, state: State) -> None:
        self._state = state
        self.health_port = state.demo_port

    def next_command(self) -> Command:
        """The small server of static files."""
        port = str(self.health_port)
        return python_command(base_environment(self._state), "switchboard.local.demo_site", port)

    async def is_ready(self) -> bool:
        """Whether it says so itself."""
        return await says_ready(self.health_port)


def python_command(environment: dict[str, str], *module: str) -> Command:
    """A module of ours, run by this Python from the clone's folder."""
    return Command((sys.executable, "-m", *module), PROJECT, environment)


async def says_ready(port: int) -> bool:
    """Whether ``/readyz`` on this loopback port answers 200.

    A bare request: an HTTP client of a library costs more to build than a start can afford here.
    """
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(b"GET /readyz HTTP/1.0\r\n\r\n")
                status = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return status.split()[1:2] == [b"200"]
