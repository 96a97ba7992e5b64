"""People at sockets who try what a frame does, and what happens around them meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import websockets
from tests.integration.gateway.gateways import Client, Gateway, Socket

from switchboard.contracts.codec import decode
from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.examples import read_example
from switchboard.contracts.message import Message
from switchboard.contracts.socket import Act
from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC, Topic

TEAMS_DOOR, VISITORS_DOOR = "/v1/socket/team", "/v1/socket/visitor"
EXAMPLES = Path(__file__).parents[3] / "libs/contracts/examples"


@asynccontextmanager
async def at(person: Client, door: str) -> AsyncIterator[Socket]:
    """A socket with all that the person has: cookie, key and token."""
    cookie = "; ".join(f"{name}={value}" for name, value in person.http.cookies.items())
    headers = {**person.headers, **({"Cookie": cookie} if cookie else {})}
    url = person.gateway.url.replace("http", "ws") + door
    async with websockets.connect(url, additional_headers=headers) as connection:
        socket = Socket(connection)
        if door == VISITORS_DOOR:
            token = person.headers.get("Authorization", "").removeprefix("Bearer ")
            await socket.send(frame="authenticate", token=token)
        yield socket


async def begun(gateway: Gateway, visitor: Client) -> UUID:
    """The visitor's conversation, once the read model has it."""
    if visitor.conversation not in gateway.voice.conversations:
        await gateway.voice.opens(visitor.conversation, visitor.id)
    path = f"/v1/conversations/{visitor.conversation}"
    async with asyncio.timeout(10):
        while (await visitor.get(path)).status_code != 200:  # noqa: ASYNC110 - asked over REST
            await asyncio.sleep(0.05)
    return visitor.conversation


async def says(gateway: Gateway, topic: Topic, kind: str, fields: Mapping[str, Any]) -> None:
    """Say the example of an event, with these fields its own."""
    example = read_example(EXAMPLES / f"{kind}.v1.json")
    message = decode(f"{kind}.v1", example.body, topic.messages)
    await gateway.voice.says(topic, message.model_copy(update=fields))


async def is_noted(gateway: Gateway, about: UUID, text: str) -> None:
    """A note is added."""
    spoken = gateway.voice.conversations[about]
    spoken.seq += 1
    fields = {
        "conversation_id": about,
        "seq": spoken.seq,
        "text": text,
        "message_id": uuid4(),
        "mentions": (),
        "notify": (),
        "attachments": (),
    }
    await says(gateway, CONVERSATION_EVENTS_TOPIC, "conversation.internal_note_added", fields)


@dataclass
class Trying:
    """One person's socket, and what a frame does there that can be seen."""

    gateway: Gateway
    person: Client
    socket: Socket
    conversation: UUID
    stranger: Client

    async def does(self, frame: str) -> bool:
        """Whether sending it had its effect."""
        found: bool = await getattr(self, f"_{frame}")()
        return found

    async def _ping(self) -> bool:
        await self.socket.send(frame="ping")
        return (await self.socket.until("pong"))["frame"] == "pong"

    async def _subscribe(self) -> bool:
        await self.socket.send(frame="subscribe", conversation_id=self.conversation)
        return await self._next_of("subscribed", "problem") == "subscribed"

    async def _unsubscribe(self) -> bool:
        """What is posted afterwards is not heard, though another socket has it."""
        await self.socket.send(frame="unsubscribe", conversation_id=self.conversation)
        await self._ping()
        known = len(self.socket.frames)
        door = VISITORS_DOOR if self.person.token else TEAMS_DOOR
        async with at(self.person, door) as other:
            await other.follow(self.conversation)
            await is_noted(self.gateway, self.conversation, "Only for the team")
            await self.gateway.voice.posts(self.conversation, "Hello", PublicSource.AI)
            await other.until("events")
        await self._ping()
        return all(frame["frame"] != "events" for frame in self.socket.frames[known:])

    async def _authenticate(self) -> bool:
        """Somebody else's conversation can be followed with their token."""
        await self.socket.send(frame="authenticate", token=self.stranger.token)
        await self._ping()
        theirs = replace(self, conversation=self.stranger.conversation)
        return bool(self.person.token) and await theirs._subscribe()

    async def _command(self) -> bool:
        wish = {"act": Act.SEND_MESSAGE, "text": "Hello"}
        key = str(uuid4())
        about = {"conversation_id": self.conversation}
        await self.socket.send(frame="command", id=key, **about, **wish)
        voice = self.gateway.voice
        await voice.refuses(await voice.hears(Message, about=self.conversation), "closed")
        return (await self.socket.until("outcome"))["id"] == key

    async def _standing(self) -> bool:
        await self.socket.send(frame="standing", away=True)
        await self._ping()
        return self.person.id in self.gateway.services.presence.standings(time.time()).away

    async def _read(self) -> bool:
        await self.socket.send(frame="read", conversation_id=self.conversation, seq=1)
        await self._ping()
        found = await self.gateway.pool.fetchval(
            "SELECT count(*) FROM read_mark WHERE member_id = $1", self.person.id
        )
        return bool(found)

    async def _next_of(self, *kinds: str) -> str:
        while (kind := str((await self.socket.next())["frame"])) not in kinds:
            pass
        return kind
