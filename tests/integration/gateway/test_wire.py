"""The wire under every socket: messages of any size and cut, bounds both ways, and clean ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from socket import AF_INET, SO_RCVBUF, SOL_SOCKET, socket

import uvicorn
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from websockets import ClientConnection, ConnectionClosed, connect

from switchboard.gateway.api.sockets.wire import Wire, WireProtocol, framed, wire_of

_LARGEST = 131_072
_SIZES = (0, 1, 125, 126, 65_535, 65_536, 131_072)

Use = Callable[[Wire], Awaitable[None]]


@asynccontextmanager
async def _served(use: Use) -> AsyncIterator[str]:
    """A server whose sockets are used like this; its address."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        opened = WebSocket(scope, receive, send)
        await opened.accept()
        await use(wire_of(opened))

    listening = socket(AF_INET)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    config = uvicorn.Config(
        application, ws=WireProtocol, ws_max_size=_LARGEST, lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    server.capture_signals = _nothing_captured  # type: ignore[method-assign,assignment]
    serving = asyncio.ensure_future(server.serve([listening]))
    try:
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        await serving


class _nothing_captured:  # noqa: N801 - stands in for a method
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


async def _echo(wire: Wire) -> None:
    while (heard := await wire.read()) is not None:
        kind = "text" if isinstance(heard, str) else "binary"
        wire.write([framed(f"{kind} "), framed(heard)])


async def _echoed(client: ClientConnection) -> tuple[object, object]:
    async with asyncio.timeout(20):
        return await client.recv(), await client.recv()


async def _ends_with(client: ClientConnection) -> int | None:
    with suppress(ConnectionClosed):
        async with asyncio.timeout(20):
            while True:
                await client.recv()
    return client.close_code


async def test_messages_of_every_length_pass_both_ways() -> None:
    async with _served(_echo) as address, connect(address) as client:
        for size in _SIZES:
            await client.send("x" * size)
            assert await _echoed(client) == ("text ", "x" * size)


async def test_a_message_in_pieces_is_one_message_and_pings_come_between() -> None:
    async with _served(_echo) as address, connect(address) as client:
        await client.send(["Grüß", " G", "ott"])
        assert await _echoed(client) == ("text ", "Grüß Gott")
        await (await client.ping())
        await client.send([b"\xff", b"\x00"])
        kind, _ = await client.recv(), await client.recv(decode=False)
        assert kind == "binary "


async def test_pieces_that_are_too_much_together_end_the_socket() -> None:
    async with _served(_echo) as address, connect(address) as client:
        await client.send(["x" * 70_000, "x" * 70_000])
        assert await _ends_with(client) == 1009


async def test_a_text_that_is_none_ends_the_socket() -> None:
    async with _served(_echo) as address, connect(address) as client:
        await client.send(b"\xff\xfe", text=True)
        assert await _ends_with(client) == 1007


async def test_whoever_is_not_read_is_slowed_down_and_loses_nothing() -> None:
    waiting: list[int] = []
    go_on = asyncio.Event()

    async def slow(wire: Wire) -> None:
        await asyncio.sleep(0.5)
        waiting.append(len(wire._unread))
        await go_on.wait()
        for number in range(20_000):
            assert await wire.read() == f"{number} ".ljust(1_000, "x")
        wire.close(4000)

    async with _served(slow) as address, connect(address) as client:

        async def send_all() -> None:
            for number in range(20_000):
                await client.send(f"{number} ".ljust(1_000, "x"))

        sending = asyncio.ensure_future(send_all())
        await asyncio.sleep(1)
        assert not sending.done()
        go_on.set()
        await sending
        assert await _ends_with(client) == 4000
    assert waiting[0] < 200


async def test_whoever_does_not_read_holds_up_who_writes() -> None:
    held: list[bool] = []

    async def eager(wire: Wire) -> None:
        for _ in range(2_000):
            wire.write([framed("x" * 10_000)])
            if not wire.writable.is_set():
                held.append(True)
                break
        await asyncio.wait_for(wire.writable.wait(), 20)
        wire.write([framed("end")])
        await wire.read()

    async with _served(eager) as address:
        deaf = socket(AF_INET)
        deaf.setsockopt(SOL_SOCKET, SO_RCVBUF, 4_096)
        port = int(address.rsplit(":", 1)[1].strip("/"))
        deaf.connect(("127.0.0.1", port))
        async with connect(address, sock=deaf, max_queue=1) as client:
            await asyncio.sleep(0.5)
            assert held == [True]
            async with asyncio.timeout(20):
                while await client.recv() != "end":
                    pass


async def test_each_side_hears_how_the_other_ended() -> None:
    codes: list[int] = []

    async def until_gone(wire: Wire) -> None:
        while (heard := await wire.read()) is not None:
            if heard == "end":
                wire.close(4008, "too slow")
        codes.append(wire.close_code)

    async with _served(until_gone) as address:
        async with connect(address) as client:
            await client.close(3001)
        async with connect(address) as client:
            await client.send("end")
            assert await _ends_with(client) == 4008
            assert client.close_reason == "too slow"
    assert codes[0] == 3001


async def test_a_server_that_ends_tells_its_sockets_to_come_again() -> None:
    async with _served(_echo) as address:
        client = await connect(address)
    assert await _ends_with(client) == 1012
