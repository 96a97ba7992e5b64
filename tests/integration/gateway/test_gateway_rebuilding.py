"""A read model that is built anew: not served until it is whole (design §8)."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import websockets
from tests.integration.gateway.gateways import Client, Gateway, a_gateway

from switchboard.gateway.main import serve
from switchboard.gateway.settings import GatewaySettings
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.local.ports import free_port
from switchboard.runtime.process import Readiness

MIRRORS = (
    "conversation, timeline, public_timeline, ticket, ticket_event, analysis, field_set, "
    "notification, notification_preferences, member, article, assistant_settings"
)

_BEGUN = "SELECT count(*) FROM partition_state"


@pytest.fixture
async def fresh(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway that no other test uses."""
    async with a_gateway(kafka, postgres) as gateway:
        yield gateway


async def _empty(gateway: Gateway) -> None:
    """Forget what was mirrored, and how far."""
    await gateway.reading.stop()
    await gateway.pool.execute(f"TRUNCATE {MIRRORS}")
    await gateway.pool.execute("DELETE FROM partition_state WHERE topic <> 'team.commands'")
    await gateway.services.read_model.look()


async def _whole(gateway: Gateway) -> None:
    async with asyncio.timeout(10):
        while not gateway.services.read_model.is_whole:
            await gateway.services.read_model.look()


async def _catching_up(gateway: Gateway, *clients: Client) -> None:
    """Every door says so."""
    for client in clients:
        path = f"/v1/conversations/{client.conversation}"
        for answer in (
            await client.get(f"{path}/events"),
            await client.get("/v1/search", text="hello"),
            await client.post(f"{path}/messages", {"text": "hello"}),
            await client.sign_in("nobody@example.com", "no password"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "catching_up")
            assert answer.headers["retry-after"] == "1"
    for kind in ("team", "visitor"):
        address = f"{gateway.url}/v1/socket/{kind}".replace("http", "ws", 1)
        async with websockets.connect(address) as socket:
            await socket.wait_closed()
            assert socket.close_code == 1013


async def test_half_a_history_is_shown_to_nobody_and_the_whole_one_again(fresh: Gateway) -> None:
    anna, visitor = await fresh.an_agent("Anna"), await fresh.a_visitor()
    anna.conversation = visitor.conversation
    await fresh.voice.opens(visitor.conversation, visitor.id)
    path = f"/v1/conversations/{visitor.conversation}/events"
    before = (await anna.get(path)).json()
    assert before["events"]
    async with anna.socket() as at_panel, visitor.socket() as at_widget:
        await _empty(fresh)
        assert (await at_panel.closed(), await at_widget.closed()) == (1013, 1013)
    await _catching_up(fresh, anna, visitor)
    async with fresh.another() as later:
        await _catching_up(later)
        async with fresh.pool.acquire() as connection, connection.transaction():
            await connection.execute("LOCK TABLE timeline")
            starting = asyncio.ensure_future(fresh.reading.start())
            async with asyncio.timeout(10):
                while await fresh.pool.fetchval(_BEGUN) < 2:  # noqa: ASYNC110 - a database
                    await asyncio.sleep(0.02)
            await _catching_up(fresh, anna, visitor)
            await _catching_up(later)
        await starting
        await _whole(fresh)
        await _whole(later)
    assert (await anna.get(path)).json() == before
    async with anna.socket() as socket:
        assert (await socket.follow(visitor.conversation))["events"] == before["events"]


async def test_an_installation_in_which_nothing_was_said_answers(fresh: Gateway) -> None:
    assert (await fresh.a_visitor()).token
    await _empty(fresh)
    assert (await fresh.a_visitor()).token
    async with fresh.another() as another:
        assert (await another.a_visitor()).token


async def test_a_gateway_that_cannot_find_out_whether_it_is_whole_ends(fresh: Gateway) -> None:
    settings = GatewaySettings(
        **fresh.settings.model_dump(),
        secret="a secret of the tests",
        http_port=free_port(),
        files=fresh.files,
    )
    readiness = Readiness()
    serving = asyncio.ensure_future(serve(settings, readiness))
    async with asyncio.timeout(30):
        while not readiness():  # noqa: ASYNC110 - a process, in the test's own
            await asyncio.sleep(0.05)
        await fresh.pool.execute("ALTER TABLE partition_state RENAME catch_up_to TO gone")
        with pytest.raises(asyncpg.UndefinedColumnError):
            await serving
