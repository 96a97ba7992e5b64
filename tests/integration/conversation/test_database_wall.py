"""The second wall: PostgreSQL refuses what the rules would never store (design section 4)."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from asyncpg.transaction import Transaction

from switchboard.contracts.erasing import ERASED
from switchboard.local.infrastructure import Postgres
from switchboard.runtime.erasing import erase
from switchboard.runtime.migrate import migrate

_MESSAGE = """
INSERT INTO message
    (conversation_id, seq, public_seq, message_id, source, audience, epoch, text, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'text', $8)
"""
_INTERVAL = "INSERT INTO control_interval VALUES ($1, $2, $3, $4, $5)"


@pytest.fixture(scope="module")
async def database(postgres: Postgres) -> str:
    name = "conversation_wall"
    await asyncio.to_thread(postgres.create_database, name)
    url = postgres.url(name)
    await migrate(url, "switchboard.conversation")
    return url


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def _say(connection: Any, conversation: UUID, seq: int, source: str, epoch: int) -> None:
    public = None if source == "internal_note" else seq
    audience = "team" if public is None else "public"
    now = datetime.now(UTC)
    await connection.execute(
        _MESSAGE, conversation, seq, public, uuid4(), source, audience, epoch, now
    )


async def _conversation(connection: Any, *intervals: tuple[int, str, int, int | None]) -> UUID:
    identifier = uuid4()
    for interval in intervals:
        await connection.execute(_INTERVAL, identifier, *interval)
    return identifier


async def _refused(action: Any) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await action


@pytest.mark.parametrize("mode", ["waiting", "human", "offline", "closed"])
async def test_an_ai_message_outside_an_ai_interval_is_refused(
    connection: asyncpg.Connection, mode: str
) -> None:
    conversation = await _conversation(connection, (1, mode, 1, None))
    await _refused(_say(connection, conversation, 2, "ai", 1))


async def test_an_ai_message_inside_an_ai_interval_is_stored(
    connection: asyncpg.Connection,
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    await _say(connection, conversation, 2, "ai", 1)


async def test_an_ai_message_numbered_after_the_end_of_its_interval_is_refused(
    connection: asyncpg.Connection,
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, 4), (2, "human", 5, None))
    await _say(connection, conversation, 4, "ai", 1)
    await _refused(_say(connection, conversation, 6, "ai", 1))
    await _refused(_say(connection, conversation, 6, "ai", 2))


@pytest.mark.parametrize("source", ["user", "ai", "agent", "system"])
async def test_nothing_public_is_stored_after_a_close_but_notes_are(
    connection: asyncpg.Connection, source: str
) -> None:
    conversation = await _conversation(connection, (1, "closed", 1, None))
    await _refused(_say(connection, conversation, 2, source, 1))
    await _say(connection, conversation, 3, "internal_note", 1)


async def test_a_message_is_never_changed_or_deleted(connection: asyncpg.Connection) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    await _say(connection, conversation, 2, "user", 1)
    await _refused(connection.execute("UPDATE message SET text = 'other'"))
    await _refused(connection.execute("DELETE FROM message"))
    await _refused(connection.execute("TRUNCATE message"))


async def test_an_interval_is_ended_once_and_a_closed_one_never(
    connection: asyncpg.Connection,
) -> None:
    end = "UPDATE control_interval SET to_seq = $2 WHERE conversation_id = $1"
    conversation = await _conversation(connection, (1, "ai", 1, None))
    await connection.execute(end, conversation, 5)
    await _refused(connection.execute(end, conversation, 9))
    closed = await _conversation(connection, (1, "closed", 1, None))
    await _refused(connection.execute(end, closed, 5))
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(_INTERVAL, closed, 2, "ai", 6, None)


async def test_a_closed_conversation_is_not_reopened(connection: asyncpg.Connection) -> None:
    identifier = uuid4()
    await connection.execute(
        "INSERT INTO conversation VALUES ($1, $2, 'closed', 3, 9, 4, '{}')", identifier, uuid4()
    )
    reopen = "UPDATE conversation SET status = 'active_ai' WHERE id = $1"
    await _refused(connection.execute(reopen, identifier))


@asynccontextmanager
async def _in_flight(database: str) -> AsyncIterator[tuple[asyncpg.Connection, Transaction]]:
    """Another connection, in a transaction that is ended by whoever asked for it."""
    other = await asyncpg.connect(database)
    doing = other.transaction()
    await doing.start()
    try:
        yield other, doing
    finally:
        await other.close()


async def _waits(action: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """The action, begun, which has to wait for what is in flight.

    Raises:
        AssertionError: it does not.
    """
    begun = asyncio.create_task(action)
    done, _ = await asyncio.wait({begun}, timeout=0.2)
    assert not done, "it must wait for what is in flight"
    return begun


async def _end(connection: Any, conversation: UUID, to_seq: int) -> None:
    end = "UPDATE control_interval SET to_seq = $2 WHERE conversation_id = $1 AND to_seq IS NULL"
    await connection.execute(end, conversation, to_seq)


async def test_an_ai_message_waits_for_a_take_over_in_flight_and_is_refused(
    database: str, connection: asyncpg.Connection
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    async with _in_flight(database) as (other, taking):
        await _end(other, conversation, 3)
        await other.execute(_INTERVAL, conversation, 2, "human", 4, None)
        reply = await _waits(_say(connection, conversation, 5, "ai", 1))
        await taking.commit()
        await _refused(reply)


@pytest.mark.parametrize("source", ["user", "ai"])
async def test_x1_a_message_waits_for_a_close_in_flight_and_is_refused(
    database: str, connection: asyncpg.Connection, source: str
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    async with _in_flight(database) as (other, closing):
        await _end(other, conversation, 3)
        await other.execute(_INTERVAL, conversation, 2, "closed", 4, None)
        message = await _waits(_say(connection, conversation, 5, source, 1))
        await closing.commit()
        await _refused(message)
        await _refused(_say(connection, conversation, 5, source, 2))


@pytest.mark.parametrize("next_mode", ["human", "closed"])
async def test_the_end_of_an_interval_waits_for_a_message_in_flight_and_comes_after_it(
    database: str, connection: asyncpg.Connection, next_mode: str
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    async with _in_flight(database) as (other, saying):
        await _say(other, conversation, 5, "ai", 1)
        end = await _waits(_end(connection, conversation, 4))
        await saying.commit()
        await _refused(end)
    await _end(connection, conversation, 5)
    await connection.execute(_INTERVAL, conversation, 2, next_mode, 6, None)


async def test_an_interval_ends_before_a_message_in_flight_that_is_not_said_after_all(
    database: str, connection: asyncpg.Connection
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    async with _in_flight(database) as (other, saying):
        await _say(other, conversation, 5, "ai", 1)
        end = await _waits(_end(connection, conversation, 4))
        await saying.rollback()
        await end


async def test_an_interval_does_not_end_before_what_was_said_in_it(
    connection: asyncpg.Connection,
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    await _say(connection, conversation, 4, "ai", 1)
    await _refused(_end(connection, conversation, 3))
    await _end(connection, conversation, 4)


async def test_the_wall_is_what_holds_an_ai_message_back(database: str) -> None:
    """With the trigger off the same insert goes through: the tests above test the wall."""
    connection = await asyncpg.connect(database)
    doing = connection.transaction()
    await doing.start()
    await connection.execute("ALTER TABLE message DISABLE TRIGGER guard_messages")
    conversation = await _conversation(connection, (1, "human", 1, None))
    await _say(connection, conversation, 2, "ai", 1)
    await doing.rollback()
    await connection.close()


async def test_e1_only_the_procedure_makes_a_message_unreadable_and_changes_nothing_else(
    connection: asyncpg.Connection,
) -> None:
    conversation = await _conversation(connection, (1, "ai", 1, None))
    await _say(connection, conversation, 2, "user", 1)
    every = "SELECT to_jsonb(message) - 'text', text FROM message WHERE conversation_id = $1"
    ((before, said),) = await connection.fetch(every, conversation)
    assert said == "text"
    by_hand = "UPDATE message SET text = $2 WHERE conversation_id = $1"
    await _refused(connection.execute(by_hand, conversation, ERASED))
    await erase(connection, [str(conversation)])
    ((after, said),) = await connection.fetch(every, conversation)
    assert (after, said) == (before, ERASED)


@pytest.mark.parametrize(
    "change",
    [
        "text = 'other'",
        f"text = '{ERASED}', source = 'agent'",
        f"text = '{ERASED}', attachments = '[]'",
        "epoch = 2",
    ],
)
async def test_e1_not_even_a_procedure_of_that_name_writes_anything_else(
    database: str, change: str
) -> None:
    connection = await asyncpg.connect(database)
    doing = connection.transaction()
    await doing.start()
    conversation = await _conversation(connection, (1, "ai", 1, None))
    await _say(connection, conversation, 2, "user", 1)
    pretending = (
        "CREATE OR REPLACE PROCEDURE erase(keys text[], form json) LANGUAGE plpgsql AS "
        "$$ BEGIN UPDATE message SET {change}; END $$"
    )
    await connection.execute(pretending.format(change=change))
    await _refused(erase(connection, [str(conversation)]))
    await doing.rollback()
    await connection.close()
