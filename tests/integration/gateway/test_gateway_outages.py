"""A gateway whose servers die and come back: nothing is lost, and everyone is told what to do."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from aiokafka.errors import KafkaTimeoutError
from tests.integration.gateway.gateways import Client, Gateway, a_gateway

from switchboard.contracts.commands.conversation import SendUserMessage
from switchboard.gateway.api.sockets import commanding
from switchboard.local.infrastructure import (
    Kafka,
    Postgres,
    kafka_for_tests,
    postgres_for_tests,
)


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """A broker of these tests alone: it dies, and others would notice."""
    with kafka_for_tests(tmp_path_factory.mktemp("servers")) as server:
        yield server


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server of these tests alone."""
    with postgres_for_tests(tmp_path_factory.mktemp("servers")) as server:
        yield server


@pytest.fixture
async def lonely(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway that no other test uses."""
    async with a_gateway(kafka, postgres) as gateway:
        yield gateway


async def _says(visitor: Client, text: str) -> int:
    path = f"/v1/conversations/{visitor.conversation}/messages"
    answer = await visitor.post(path, {"text": text}, key=text)
    return answer.status_code


async def test_a_command_sent_while_kafka_is_away_is_decided_once_when_it_is_back(
    lonely: Gateway, kafka: Kafka
) -> None:
    visitor = await lonely.a_visitor()
    await lonely.voice.opens(visitor.conversation, visitor.id)
    async with visitor.socket() as socket:
        await socket.follow(visitor.conversation)
        await asyncio.to_thread(kafka.kill)
        assert await _says(visitor, "one") == 202
        await asyncio.to_thread(kafka.start)
        command = await lonely.voice.hears(SendUserMessage, 30)
        again = asyncio.ensure_future(_says(visitor, "one"))
        await lonely.voice.stores_user_message(command)
        repeat = await lonely.voice.hears(SendUserMessage, 30)
        assert repeat.envelope.id == command.envelope.id
        await lonely.voice.decides(repeat, accepted=True, repeated=True)
        assert await again == 201
        async with asyncio.timeout(15):
            while "'one'" not in str(await socket.until("events")):
                pass  # what came before it, live


async def test_while_the_database_is_away_readers_are_told_to_try_again(
    lonely: Gateway, postgres: Postgres
) -> None:
    visitor = await lonely.a_visitor()
    await lonely.voice.opens(visitor.conversation, visitor.id)
    path = f"/v1/conversations/{visitor.conversation}/events"
    assert (await visitor.get(path)).status_code == 200
    async with visitor.socket() as socket:
        await asyncio.to_thread(postgres.kill)
        answer = await visitor.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        await socket.send(frame="subscribe", conversation_id=visitor.conversation)
        assert await socket.closed() == 1013
    await asyncio.to_thread(postgres.start)
    await lonely.reading.stop()
    await lonely.reading.start()
    assert (await visitor.get(path)).status_code == 200


async def test_what_ended_while_endings_were_not_heard_ends_its_sockets_once_they_are(
    lonely: Gateway,
) -> None:
    visitor, agent = await lonely.a_visitor(), await lonely.an_agent("Ann")
    bystander = await lonely.a_visitor()
    async with (
        visitor.socket() as revoked,
        agent.socket() as signed_out,
        bystander.socket() as unconcerned,
    ):
        async with lonely.pool.acquire() as connection, connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")  # no triggers
            await connection.execute(
                "INSERT INTO visitor (visitor_id, revoked_at) VALUES ($1, now()) "
                "ON CONFLICT (visitor_id) DO UPDATE SET revoked_at = now()",
                visitor.id,
            )
            await connection.execute("DELETE FROM session WHERE member_id = $1", agent.id)
        for socket in (revoked, signed_out):
            await socket.send(frame="ping")
            await socket.until("pong")
        ended = await lonely.pool.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        assert ended == 1
        assert [await socket.closed() for socket in (revoked, signed_out)] == [4001, 4001]
        await unconcerned.send(frame="ping")
        await unconcerned.until("pong")


async def test_commands_that_kafka_does_not_take_give_their_places_back(
    lonely: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise KafkaTimeoutError

    monkeypatch.setattr(commanding, "_MOST_IN_FLIGHT", 2)
    visitor = await lonely.a_visitor()
    command = {
        "frame": "command",
        "conversation_id": visitor.conversation,
        "act": "send_message",
        "text": "Hello",
    }
    async with visitor.socket() as socket:
        with monkeypatch.context() as patched:
            patched.setattr(lonely.services.commands.producer, "post", fails)
            for number in range(3):
                await socket.send(**command, id=str(number))
                outcome = await socket.until("outcome")
                assert outcome["problem"]["code"] == "unavailable"
        await socket.send(**command, id="3")
        await lonely.voice.stores_user_message(await lonely.voice.hears(SendUserMessage))
        assert (await socket.until("outcome"))["status"] == 201
