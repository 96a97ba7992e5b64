"""The line of the other tests: whoever leaves it frozen gets away."""

import asyncio

import pytest
from tests.builders.frozen_line import a_line_to


@pytest.mark.parametrize("held_up", [b"", b"hello"], ids=["nothing held up", "bytes held up"])
async def test_a_line_that_is_left_frozen_ends_and_carries_nothing_more(held_up: bytes) -> None:
    accepted = asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]()

    async def accepts(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await accepted.put((reader, writer))

    async with asyncio.timeout(5), await asyncio.start_server(accepts, "127.0.0.1", 0) as server:
        async with a_line_to(server.sockets[0].getsockname()[1]) as line:
            _, near = await asyncio.open_connection("127.0.0.1", line.port)
            near.write(b"before")
            far_reader, far = await accepted.get()
            assert await far_reader.readexactly(6) == b"before"
            line.freeze()
            near.write(held_up)
            await asyncio.sleep(0.05)
        assert await far_reader.read() == b""
        for writer in (near, far):
            writer.close()
            await writer.wait_closed()
