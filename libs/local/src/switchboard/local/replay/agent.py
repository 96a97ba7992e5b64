"""The replay's agent: signed in, online, and writing in every conversation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from switchboard.local.replay.door import Door
from switchboard.local.replay.visitor import every_page

_PING = '{"frame":"ping"}'
_PING_SECONDS = 20.0
_RECONNECT_SECONDS = 0.5


@dataclass(frozen=True)
class Agent:
    """One signed-in agent."""

    door: Door
    gateway: str
    member_id: UUID

    async def write(self, conversation_id: UUID, text: str, key: str) -> None:
        """Send a message; the first one in a conversation takes it over (rule H6)."""
        await self._post(conversation_id, "messages", {"text": text}, key)

    async def close(self, conversation_id: UUID, key: str) -> None:
        """End a conversation."""
        await self._post(conversation_id, "close", None, key)

    async def events(self, conversation_id: UUID) -> list[dict[str, Any]]:
        """The conversation as the team sees it."""
        return await every_page(self.door, conversation_id, "seq")

    async def analyses(self, conversation_id: UUID) -> list[dict[str, Any]]:
        """The conversation's analyses, each as its newest event."""
        answer = await self.door.ask("GET", f"/v1/conversations/{conversation_id}/analyses")
        analyses: list[dict[str, Any]] = answer["analyses"]
        return analyses

    async def _post(
        self, conversation_id: UUID, act: str, body: dict[str, str] | None, key: str
    ) -> None:
        path = f"/v1/conversations/{conversation_id}/{act}"
        await self.door.ask("POST", path, body=body, key=key)


@asynccontextmanager
async def signed_in(door: Door, gateway: str, email: str, password: str) -> AsyncIterator[Agent]:
    """Sign in and stay online with one socket, as an open panel does.

    Raises:
        RefusedError: the gateway does not know this account.
    """
    answer = await door.ask("POST", "/v1/sign-in", body={"email": email, "password": password})
    agent = Agent(door, gateway, UUID(answer["member_id"]))
    online = asyncio.create_task(_stay_online(agent))
    try:
        yield agent
    finally:
        online.cancel()
        with suppress(asyncio.CancelledError):
            await online


async def _stay_online(agent: Agent) -> None:
    while True:
        with suppress(OSError, TimeoutError, WebSocketException):
            await _one_connection(agent)
        await asyncio.sleep(_RECONNECT_SECONDS)


async def _one_connection(agent: Agent) -> None:
    cookies = "; ".join(f"{c.name}={c.value}" for c in agent.door.client.cookies.jar)
    async with connect(
        _socket_url(agent.gateway), additional_headers={"Cookie": cookies}, max_size=None
    ) as socket:
        pinging = asyncio.create_task(_ping(socket))
        try:
            async for _ in socket:
                pass
        finally:
            pinging.cancel()


async def _ping(socket: Any) -> None:
    while True:
        await socket.send(_PING)
        await asyncio.sleep(_PING_SECONDS)


def _socket_url(gateway: str) -> str:
    parts = urlsplit(gateway)
    return parts._replace(
        scheme="wss" if parts.scheme == "https" else "ws", path="/v1/socket/team"
    ).geturl()
