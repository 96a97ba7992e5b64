"""Visitors and agents on real sockets, who count what reaches the other side."""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
from benchmarks.system import System
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

RECORDED = Path(__file__).parents[1] / "tests/data/conversations/abcd_public_12.jsonl"
AGENTS = ("anna", "ben")
SOCKETS_AN_AGENT = 5
SITE = "bench.example"
PING_SECONDS = 20.0
"""The protocol's: who says nothing for longer is taken for gone."""
_MARK = re.compile(rb"#(\d+)#")
SIDES = ("visitor to agent", "agent to visitor")
"""Who wrote to whom; even numbers are the visitor's messages, odd ones the agent's."""
_EVENTS = b'{"frame":"events"'
_OUTCOME = b'{"frame":"outcome"'


def recorded_texts() -> list[str]:
    """What people really wrote."""
    lines = RECORDED.read_text("utf-8").splitlines()
    return [turn["text"] for line in lines for turn in json.loads(line)["turns"]]


class Client(WSListener):  # type: ignore[misc]
    """One socket. Marks of messages by the other side are handed on; outcomes are counted."""

    def __init__(self, heard: Callable[[int], None], *, hears_visitors: bool) -> None:
        self._parity = 0 if hears_visitors else 1
        self._heard = heard
        self.refusals: list[bytes] = []
        self.closed_with: int | None = None
        self.transport: WSTransport | None = None
        self._waiting: list[tuple[bytes, asyncio.Future[bytes]]] = []

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The socket is open."""
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Something came; this is the load's hot spot, so nothing is parsed."""
        del transport
        if frame.msg_type == WSMsgType.CLOSE:
            self.closed_with = frame.get_close_code()
            return
        body = frame.get_payload_as_bytes()
        if body.startswith(_EVENTS):
            for mark in _MARK.findall(body):
                if int(mark) % 2 == self._parity:
                    self._heard(int(mark))
        elif body.startswith(_OUTCOME) and b'"status":201' not in body[:200]:
            self.refusals.append(body)
        for wanted in [one for one in self._waiting if one[0] in body]:
            self._waiting.remove(wanted)
            wanted[1].set_result(body)

    def send(self, **frame: object) -> None:
        """Send one frame."""
        if self.transport is None:
            raise ConnectionError("not connected")
        self.transport.send(WSMsgType.TEXT, json.dumps(frame).encode())

    async def until(self, part: bytes) -> bytes:
        """The next frame that holds this."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((part, future))
        return await asyncio.wait_for(future, 30)


class Pair:
    """A visitor and the agent who has the conversation."""

    def __init__(self, conversation: str, visitor: Client, agent: Client) -> None:
        self.conversation = conversation
        self._key = uuid4().hex  # an agent's keys are one space for all conversations (rule N5)
        self._sides = (visitor, agent)
        self._next = 0

    def turn(self) -> int:
        """Whose turn it is: 0 the visitor's, 1 the agent's."""
        self._next = 1 - self._next
        return 1 - self._next

    def say(self, number: int, text: str) -> None:
        """Send a message from the side that its number belongs to."""
        self._sides[number % 2].send(
            frame="command",
            id=f"{self._key}-{number}",
            conversation_id=self.conversation,
            act="send_message",
            text=f"{text} #{number}#",
        )


class Crowd:
    """Many conversations, each with a human agent, and what was sent and heard."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._numbers = itertools.count()
        self._texts = itertools.cycle(recorded_texts())
        self.pairs: list[Pair] = []
        self.sent: dict[int, float] = {}
        self.took: dict[str, list[float]] = {side: [] for side in SIDES}
        self._clients: list[Client] = []
        self.on_heard: Callable[[int], None] = lambda _: None

    async def gather(self, conversations: int) -> None:
        """Open the conversations and have agents take them over."""
        async with httpx.AsyncClient(base_url=self._system.gateway, timeout=30) as http:
            agents = [
                await self._agent(http, name) for name in AGENTS for _ in range(SOCKETS_AN_AGENT)
            ]
            for number in range(conversations):
                await self._pair(http, agents[number % len(agents)])
        self._pinging = asyncio.ensure_future(self._ping())

    def say(self, pair: Pair, at: float | None = None) -> int:
        """Send the next message of a conversation; its time counts from `at`, else from now."""
        number = 2 * next(self._numbers) + pair.turn()
        self.sent[number] = time.perf_counter() if at is None else at
        pair.say(number, next(self._texts))
        return number

    async def lost(self, seconds: float = 15) -> int:
        """Wait for what is still on its way; how many messages did not arrive."""
        end = time.perf_counter() + seconds
        while self.sent and time.perf_counter() < end:  # noqa: ASYNC110 - cheap for the load
            await asyncio.sleep(0.01)
        return len(self.sent)

    def forget(self) -> None:
        """Begin anew: nothing sent, nothing heard."""
        self.sent.clear()
        for took in self.took.values():
            took.clear()
        self.on_heard = lambda _: None

    def refusals(self) -> list[bytes]:
        """What was not accepted."""
        return [refusal for client in self._clients for refusal in client.refusals]

    def closed(self) -> dict[int, int]:
        """How many sockets the gateway closed, by code; there should be none."""
        codes = [client.closed_with for client in self._clients]
        return {code: codes.count(code) for code in codes if code is not None}

    def leave(self) -> None:
        """Close every socket."""
        self._pinging.cancel()
        for client in self._clients:
            if client.transport is not None:
                client.transport.disconnect()

    def _heard(self, number: int) -> None:
        sent = self.sent.pop(number, None)
        if sent is not None:
            self.took[SIDES[number % 2]].append(time.perf_counter() - sent)
            self.on_heard(number)

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            for client in self._clients:
                client.send(frame="ping")

    async def _client(self, path: str, *, agent: bool, headers: dict[str, str]) -> Client:
        client = Client(self._heard, hears_visitors=agent)
        url = self._system.gateway.replace("http", "ws", 1) + path
        await ws_connect(lambda: client, url, extra_headers=headers)
        self._clients.append(client)
        return client

    async def _agent(self, http: httpx.AsyncClient, name: str) -> Client:
        credentials = {
            "email": f"{name}@demo.switchboard.local",
            "password": "switchboard-demo",
        }
        answer = await http.post(
            "/v1/sign-in", json=credentials, headers={"Idempotency-Key": str(uuid4())}
        )
        answer.raise_for_status()
        cookie = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        headers = {"Cookie": cookie, "Origin": self._system.gateway}
        return await self._client("/v1/socket/team", agent=True, headers=headers)

    async def _pair(self, http: httpx.AsyncClient, agent: Client) -> None:
        answer = await http.post(
            "/v1/visitors", json={"site": SITE}, headers={"Idempotency-Key": str(uuid4())}
        )
        visitor = answer.raise_for_status().json()
        conversation = visitor["conversation_id"]
        headers = {"Origin": self._system.gateway}
        client = await self._client("/v1/socket/visitor", agent=False, headers=headers)
        client.send(frame="authenticate", token=visitor["token"])
        client.send(frame="subscribe", conversation_id=conversation, after=0)
        await _done(client, conversation, "open")
        agent.send(frame="subscribe", conversation_id=conversation, after=0)
        await _done(agent, conversation, "take_over")
        self.pairs.append(Pair(conversation, client, agent))


async def _done(client: Client, conversation: str, act: str) -> None:
    key = uuid4().hex
    client.send(frame="command", id=key, conversation_id=conversation, act=act)
    await client.until(key.encode())
