"""A panel that somebody works in: a live socket, by which they are online (rule P1)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import websockets
from tests.builders.people import Person

_PING_SECONDS = 10


@asynccontextmanager
async def a_panel(member: Person) -> AsyncIterator[None]:
    """A member's panel at their gateway, which hears and pings, and asks for nothing."""
    url = member.client.base_url.join("/v1/socket/team").copy_with(scheme="ws")
    async with websockets.connect(str(url), additional_headers=member.headers) as socket:
        living = asyncio.gather(_hear(socket), _ping(socket))
        yield
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living


async def _hear(socket: websockets.ClientConnection) -> None:
    async for _ in socket:
        pass


async def _ping(socket: websockets.ClientConnection) -> None:
    while True:
        await socket.send('{"frame":"ping"}')
        await asyncio.sleep(_PING_SECONDS)
