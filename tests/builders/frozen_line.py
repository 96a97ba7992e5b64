"""A line between a client and a server that can be made to stand still without ending."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Line:
    """Carries bytes both ways until it is frozen; then neither side hears even an end.

    So does a laptop that is closed, or a network that drops every packet.
    """

    port: int = 0
    _flows: asyncio.Event = field(default_factory=asyncio.Event)

    def freeze(self) -> None:
        """Carry nothing any more."""
        self._flows.clear()

    def thaw(self) -> None:
        """Carry again, what was held up first."""
        self._flows.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Bytes of one direction, and its end, as long as the line flows."""
        try:
            while data := await reader.read(65_536):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        finally:
            await self._flows.wait()
            writer.close()


@asynccontextmanager
async def a_line_to(port: int, host: str = "127.0.0.1") -> AsyncIterator[Line]:
    """A line to a server, at a port of this machine."""
    line, writers = Line(), list[asyncio.StreamWriter]()
    line._flows.set()
    carrying: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(host, port)
        writers.extend((writer, far_writer))
        for source, target in ((reader, far_writer), (far_reader, writer)):
            carrying.add(asyncio.ensure_future(line.carry(source, target)))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        line.thaw()  # else nothing that it holds up ends; what is cancelled carries no more
        for task in carrying:
            task.cancel()
        for writer in writers:
            writer.close()
        ends = [writer.wait_closed() for writer in writers]
        await asyncio.gather(*carrying, *ends, return_exceptions=True)
