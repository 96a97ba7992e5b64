"""One gateway in the test's own process: its doors on a free port, its read model beside it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import websockets
from tests.integration.gateway.reading import a_read_model
from tests.integration.gateway.voice import Voice, a_voice

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.words import Role
from switchboard.gateway.api.app import create_app
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.serving import Door, answer_requests, running_services
from switchboard.gateway.handlers.team import saved_member
from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.pace import Pace
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.local.ports import free_port
from switchboard.runtime.database import connect_pool
from switchboard.runtime.migrate import migrate
from switchboard.runtime.settings import ProcessSettings
from switchboard.runtime.topic_creation import create_topics

PASSWORD = "a long password"


@dataclass
class Gateway:
    """A running gateway and a conversation service's voice beside it."""

    url: str
    services: Services
    voice: Voice
    settings: ProcessSettings
    reading: Any
    stack: AsyncExitStack
    pool: Any
    files: str

    async def _http(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(base_url=self.url, timeout=15)
        return await self.stack.enter_async_context(client)

    @asynccontextmanager
    async def another(self) -> AsyncIterator["Gateway"]:
        """A second gateway process's doors, on the same servers and read model."""
        door = _door(self.settings, "other", self.files)
        async with AsyncExitStack() as stack:
            services = await stack.enter_async_context(running_services(door, self.pool))
            await stack.enter_async_context(_answering(services, door))
            yield replace(self, url=door.origin, services=services, stack=stack)

    async def an_agent(self, name: str, role: Role = Role.AGENT) -> "Client":
        """A signed-in agent."""
        member = uuid4()
        email = f"{name}-{member}@example.com"
        await self.services.signing_in.create_account(member, email, PASSWORD)
        save = SaveMember(member_id=member, public_name=name, full_name=name, role=role)
        await saved_member(self.services.commands, save, "test", str(member))
        client = Client(self, await self._http(), {}, member, email=email)
        assert (await client.sign_in(email, PASSWORD)).status_code == 200
        return client

    async def an_agents_other_place(self, agent: "Client") -> "Client":
        """The same member, signed in once more: here."""
        client = Client(self, await self._http(), {}, agent.id, email=agent.email)
        assert (await client.sign_in(agent.email, PASSWORD)).status_code == 200
        return client

    async def a_visitor(self, site: str = "demo") -> "Client":
        """A visitor with a token."""
        http = await self._http()
        return self.visitor_of((await http.post("/v1/visitors", json={"site": site})).json(), http)

    async def a_visitors_other_place(self, visitor: "Client") -> "Client":
        """The same visitor, whose requests and sockets come here."""
        return replace(visitor, gateway=self, http=await self._http())

    def visitor_of(self, answer: Mapping[str, str], http: httpx.AsyncClient) -> "Client":
        """The visitor whom an answer of the visitors' routes names."""
        headers = {"Authorization": f"Bearer {answer['token']}"}
        client = Client(self, http, headers, UUID(answer["visitor_id"]))
        client.conversation = UUID(answer["conversation_id"])
        client.token = answer["token"]
        return client


@dataclass
class Client:
    """Somebody at the doors."""

    gateway: Gateway
    http: httpx.AsyncClient
    headers: Mapping[str, str]
    id: UUID
    conversation: UUID = field(default_factory=uuid4)
    token: str = ""
    email: str = ""

    async def sign_in(self, email: str, password: str) -> httpx.Response:
        """Sign in; the cookie stays."""
        return await self.http.post("/v1/sign-in", json={"email": email, "password": password})

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Read."""
        return await self.http.get(path, params=params, headers=self.headers)

    async def post(self, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        """Ask, under a key of its own unless one is given."""
        headers = {**self.headers, "Idempotency-Key": key or str(uuid4())}
        return await self.http.post(path, json=body, headers=headers)

    async def patch(self, path: str, body: Any, key: str | None = None) -> httpx.Response:
        """Change something, under a key of its own unless one is given."""
        headers = {**self.headers, "Idempotency-Key": key or str(uuid4())}
        return await self.http.patch(path, json=body, headers=headers)

    @asynccontextmanager
    async def socket(self) -> AsyncIterator["Socket"]:
        """A socket, authenticated and ready."""
        address = self.gateway.url.replace("http", "ws") + "/v1/socket/"
        kind = "visitor" if self.token else "team"
        cookie = "; ".join(f"{n}={v}" for n, v in self.http.cookies.items())
        headers = {"Cookie": cookie} if cookie else {}
        async with websockets.connect(
            address + kind, additional_headers=headers, max_size=None
        ) as connection:
            socket = Socket(connection)
            if self.token:
                await socket.send(frame="authenticate", token=self.token)
            await socket.until("ready")
            yield socket


class Socket:
    """A socket that remembers every frame."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.frames: list[dict[str, Any]] = []
        self.raw: list[str] = []

    async def send(self, **frame: Any) -> None:
        """Send a frame."""
        await self.connection.send(json.dumps(frame, default=str))

    async def next(self, seconds: float = 10) -> dict[str, Any]:
        """The next frame."""
        async with asyncio.timeout(seconds):
            text = await self.connection.recv()
        frame: dict[str, Any] = json.loads(text)
        self.raw.append(text)
        self.frames.append(frame)
        return frame

    async def until(self, kind: str, seconds: float = 10) -> dict[str, Any]:
        """The next frame of a kind."""
        async with asyncio.timeout(seconds):
            while (frame := await self.next(seconds))["frame"] != kind:
                pass
        return frame

    async def closed(self, seconds: float = 10) -> int:
        """The code that the server closes with."""
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await self._for_ever(seconds)
        assert closed.value.rcvd is not None
        return closed.value.rcvd.code

    async def _for_ever(self, seconds: float) -> None:
        while True:
            await self.next(seconds)

    async def follow(self, conversation: UUID, after: int = 0) -> dict[str, Any]:
        """Subscribe."""
        await self.send(frame="subscribe", conversation_id=conversation, after=after)
        return await self.until("subscribed")


@asynccontextmanager
async def a_gateway(
    kafka: Kafka, postgres: Postgres, files: str | None = None
) -> AsyncIterator[Gateway]:
    """A gateway on topics and a database of its own; its files lie there, else in a folder."""
    name = f"g{uuid4().hex[:10]}"
    settings = ProcessSettings(
        kafka=kafka.bootstrap,
        topic_prefix=f"{name}.",
        database_url=await asyncio.to_thread(postgres.create_database, name),
        session_timeout_ms=1500,
    )
    await create_topics(settings)
    await migrate(settings.database_url, "switchboard.gateway")
    async with AsyncExitStack() as stack:
        voice = await stack.enter_async_context(a_voice(kafka.bootstrap, settings.topic_prefix))
        reading = await stack.enter_async_context(a_read_model(settings))
        pool = await stack.enter_async_context(await connect_pool(settings.database_url))
        files = files or stack.enter_context(TemporaryDirectory())
        door = _door(settings, "test", files)
        services = await stack.enter_async_context(running_services(door, pool))
        await stack.enter_async_context(_answering(services, door))
        yield Gateway(door.origin, services, voice, settings, reading, stack, pool, files)


def _door(settings: ProcessSettings, gateway_id: str, files: str) -> Door:
    port = free_port()
    return Door(
        connection={"bootstrap_servers": settings.kafka},
        prefix=settings.topic_prefix,
        gateway_id=gateway_id,
        origin=f"http://127.0.0.1:{port}",
        secret="a secret of the tests",
        host="127.0.0.1",
        port=port,
        web_root=None,
        # All tests come from one address.
        allowances=Allowances(address=Pace(100_000, 10_000)),
        files=files,
    )


@asynccontextmanager
async def _answering(services: Services, door: Door) -> AsyncIterator[None]:
    task = asyncio.ensure_future(answer_requests(create_app(services, None), door))
    async with httpx.AsyncClient(base_url=door.origin) as http, asyncio.timeout(10):
        while True:
            try:
                if (await http.get("/readyz")).status_code == 200:
                    break
            except httpx.TransportError:
                assert not task.done(), task
            await asyncio.sleep(0.05)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
