"""What stood in a table before a migration changed its columns stands there afterwards."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from pydantic import TypeAdapter
from tests.builders.conversation import ANNA, NOW, a_conversation_with

from switchboard.contracts.codec import encode
from switchboard.contracts.events.conversation import UserMessageSent
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.store.conversations import load_conversations
from switchboard.local.infrastructure import Postgres
from switchboard.runtime.engine.statements import stored_statement
from switchboard.runtime.erasing import ERASED_FORM, erase
from switchboard.runtime.migrate import Migration, migrations_of


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[asyncpg.Connection]:
    name = f"filled_{uuid4().hex[:8]}"
    await asyncio.to_thread(postgres.create_database, name)
    connection = await asyncpg.connect(postgres.url(name))
    yield connection
    await connection.close()


async def _until(database: asyncpg.Connection, name: str, *packages: str) -> Migration:
    """Everything before this migration of the last package is applied; the migration itself."""
    for package in ("switchboard.runtime", *packages):
        for migration in migrations_of(package):
            if migration.name == name:
                return migration
            await database.execute(migration.sql)
    raise AssertionError(f"there is no {name}")


async def test_what_was_said_and_decided_is_read_and_erased_as_before(
    database: asyncpg.Connection,
) -> None:
    text = await _until(database, "0008_written_as_text.sql")
    key, answered, refused = str(uuid4()), uuid4(), uuid4()
    headers = {"ce_causationid": str(answered), "pos": "1"}
    await database.execute(
        "INSERT INTO outbox VALUES ('said', 0, 1, $1, $2, $3, now())",
        key,
        json.dumps(headers),
        b'{"text":"hello"}',
    )
    for command, outcome in ((answered, {"answers": [1]}), (refused, {"code": "closed"})):
        await database.execute(
            "INSERT INTO decided_command VALUES ($1, $2, 'digest', $3, now())",
            command,
            key,
            json.dumps(outcome),
        )
    await database.execute(text.sql)

    said = stored_statement(await database.fetchrow("SELECT * FROM outbox"))
    assert dict(said.headers) == {name: value.encode() for name, value in headers.items()}
    assert await _digests(database) == {answered: b"digest", refused: b"digest"}
    await erase(database, [key])
    assert await _digests(database) == {answered: b"digest", refused: b""}
    await database.execute(
        "INSERT INTO erasure_step VALUES ('said', 0, $1, $2, 0, 1)", key, ERASED_FORM
    )
    await database.execute("SELECT erase_said('{said}', '{0}', 10)")
    assert await _digests(database) == {answered: b"", refused: b""}


async def _digests(database: asyncpg.Connection) -> dict[UUID, bytes]:
    rows = await database.fetch("SELECT command_id, fingerprint FROM decided_command")
    return {row["command_id"]: row["fingerprint"] for row in rows}


async def test_a_conversation_is_read_as_it_was_stored(database: asyncpg.Connection) -> None:
    text = await _until(database, "0008_state_as_text.sql", "switchboard.conversation")
    stored = a_conversation_with(ANNA)
    await database.execute(
        "INSERT INTO conversation (id, visitor_id, status, epoch, seq, public_seq, state) "
        "VALUES ($1, $2, $3, 1, 1, 1, $4)",
        stored.id,
        stored.visitor_id,
        stored.status.value,
        TypeAdapter(Conversation).dump_json(stored).decode(),
    )
    await database.execute(text.sql)
    assert await load_conversations(database, [str(stored.id)]) == {str(stored.id): stored}


async def test_messages_are_found_by_their_words_until_they_are_erased(
    database: asyncpg.Connection,
) -> None:
    words = await _until(database, "0019_words_of_messages.sql", "switchboard.gateway")
    said, opened = uuid4(), uuid4()
    await _happened(database, said, UserMessageSent.message_type(), _body(said, "Où est le Café?"))
    await _happened(database, opened, "conversation.opened", _body(opened, "no message"))
    await database.execute(words.sql)
    assert await _words(database) == {said: "ou est le cafe?", opened: None}
    await erase(database, [str(said)])
    assert await _words(database) == {said: "[erased]", opened: None}


def _body(conversation: UUID, text: str) -> str:
    return encode(
        UserMessageSent(
            conversation_id=conversation,
            seq=1,
            at=NOW,
            message_id=uuid4(),
            visitor_id=uuid4(),
            text=text,
        )
    ).decode()


async def _happened(database: asyncpg.Connection, *row: Any) -> None:
    await database.execute(
        "INSERT INTO timeline (conversation_id, seq, type, body) VALUES ($1, 1, $2, $3)", *row
    )


async def _words(database: asyncpg.Connection) -> dict[UUID, str | None]:
    rows = await database.fetch("SELECT conversation_id, words FROM timeline")
    return {row["conversation_id"]: row["words"] for row in rows}
