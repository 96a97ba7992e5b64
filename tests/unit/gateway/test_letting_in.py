"""A socket that is being let in while what it would begin with is lost."""

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import pytest

from switchboard.contracts.socket import CloseCode
from switchboard.gateway.api.fanout.following import Hub
from switchboard.gateway.api.serving import end_all
from switchboard.gateway.api.sockets.doors import visitor_socket
from switchboard.gateway.handlers.limits import Limits
from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.principals import Visitor

if TYPE_CHECKING:
    from switchboard.gateway.api.services import Services

ORIGIN = "http://switchboard.test"
VISITOR = Visitor(uuid4(), "demo")
CATCHING_UP = int(CloseCode.CATCHING_UP)


class Wire:
    """A client that says nothing after its first frame."""

    def __init__(self) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.written: list[bytes] = []

    async def read(self) -> str:
        return await asyncio.get_running_loop().create_future()

    def write(self, frames: list[bytes]) -> None:
        self.written += frames


class Socket:
    """A browser that has come and waits to be let in."""

    client = None

    def __init__(self) -> None:
        self.wire = Wire()
        self.scope = {"extensions": {"switchboard.wire": self.wire}}
        self.headers = {"origin": ORIGIN}
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def accept(self) -> None:
        """It is a WebSocket."""

    async def receive_text(self) -> str:
        return '{"frame":"authenticate","token":"a token"}'

    async def close(self, code: int) -> None:
        self.closed.set_result(code)


class Door:
    """A gateway that finds out who has come once a test lets it."""

    def __init__(self) -> None:
        self.found = asyncio.Event()
        self.asked = asyncio.Event()
        self.hub = Hub()
        self.services: Any = SimpleNamespace(
            hub=self.hub,
            is_open=True,
            origin=ORIGIN,
            limits=Limits(Allowances()),
            silence_seconds=60.0,
            identifying=SimpleNamespace(visitor=self._visitor, as_known=self._visitor),
            owners=SimpleNamespace(head=self._head),
        )

    async def _visitor(self, _: object) -> Visitor:
        self.asked.set()
        await self.found.wait()
        return VISITOR

    async def _head(self, _: Visitor) -> Any:
        return SimpleNamespace(conversation_id=uuid4())


@pytest.fixture
async def door() -> Door:
    return Door()


async def _comes(door: Door) -> tuple[Socket, "asyncio.Task[None]"]:
    socket = Socket()
    serving = visitor_socket(cast("Any", socket), cast("Services", door.services))
    task = asyncio.ensure_future(serving)
    await door.asked.wait()
    return socket, task


async def test_who_is_let_in_while_the_read_model_is_lost_is_told_to_come_again(door: Door) -> None:
    socket, serving = await _comes(door)
    door.services.is_open = False
    end_all(door.hub, CloseCode.CATCHING_UP)  # reaches nobody: it is not known yet who this is
    door.found.set()
    async with asyncio.timeout(5):
        assert await socket.closed == CATCHING_UP
        await serving
    assert not socket.wire.written
    assert not door.hub.everybody()


async def test_who_is_let_in_is_told_of_what_is_lost_from_then_on(door: Door) -> None:
    socket, serving = await _comes(door)
    door.found.set()
    async with asyncio.timeout(5):
        while not socket.wire.written:  # noqa: ASYNC110 - a step of the session
            await asyncio.sleep(0)
        end_all(door.hub, CloseCode.CATCHING_UP)
        assert await socket.closed == CATCHING_UP
        await serving
