"""The audit log: written in the transaction of what it tells of, read newest first."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.gateway.model.audit import Entry

_NOTE = """
INSERT INTO audit_entry (entry_id, action, member_id, api_key_id, subject_id, details)
VALUES (coalesce($1, gen_random_uuid()), $2, $3, $4, $5, $6) ON CONFLICT (entry_id) DO NOTHING
"""
_MIRROR = """
INSERT INTO conversation_act (entry_id, at, action, member_id, subject_id, conversation_id)
SELECT * FROM unnest(
    $1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[])
ON CONFLICT (entry_id) DO NOTHING
"""
# Of what is older no answer can come any more: the command has left its topic.
_ASKED = """
WITH old AS (DELETE FROM asked WHERE asked_at < now() - $6::interval)
INSERT INTO asked (command_id, action, member_id, api_key_id, subject_id)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (command_id) DO NOTHING
"""
_DONE = """
INSERT INTO audit_entry (entry_id, action, member_id, api_key_id, subject_id)
SELECT command_id, action, member_id, api_key_id, subject_id FROM asked
WHERE command_id = ANY($1::uuid[]) ON CONFLICT (entry_id) DO NOTHING
"""
_PAGE = """
(SELECT entry_id, at, action, member_id, api_key_id, subject_id, NULL::uuid AS conversation_id,
    details FROM audit_entry
 WHERE $1::timestamptz IS NULL OR (at, entry_id) < ($1, $2) ORDER BY 2 DESC, 1 DESC LIMIT $3)
UNION ALL
(SELECT entry_id, at, action, member_id, NULL, subject_id, conversation_id, '{}'
 FROM conversation_act
 WHERE $1::timestamptz IS NULL OR (at, entry_id) < ($1, $2) ORDER BY 2 DESC, 1 DESC LIMIT $3)
ORDER BY 2 DESC, 1 DESC LIMIT $3
"""


@asynccontextmanager
async def noted(pool: asyncpg.Pool, entry: Entry) -> AsyncIterator[Any]:
    """A connection in a transaction that ends with the entry: what is done is noted, or undone."""
    async with pool.acquire() as connection, connection.transaction():
        yield connection
        await note(connection, entry)


async def note(connection: Any, entry: Entry) -> None:
    """Add an entry."""
    await connection.execute(
        _NOTE,
        entry.entry_id,
        entry.action,
        entry.member_id,
        entry.api_key_id,
        entry.subject_id,
        json.dumps(dict(entry.details)),
    )


async def note_asked(pool: asyncpg.Pool, entry: Entry, lifetime: timedelta) -> None:
    """Keep what is to be noted once the command with the entry's id is answered by an event."""
    await pool.execute(
        _ASKED,
        entry.entry_id,
        entry.action,
        entry.member_id,
        entry.api_key_id,
        entry.subject_id,
        lifetime,
    )


async def note_done(connection: Any, command_ids: Sequence[UUID]) -> None:
    """Note those of these answered commands that were kept; again changes nothing."""
    await connection.execute(_DONE, list(command_ids))


async def mirror_acts(connection: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of (entry, at, action, member, subject, conversation)."""
    await connection.execute(_MIRROR, *[list(column) for column in zip(*rows, strict=True)])


async def audit_page(
    pool: asyncpg.Pool, before: tuple[datetime, UUID] | None, most: int
) -> list[dict[str, Any]]:
    """Entries and acts, the newest first, that come before a place."""
    at, entry_id = before or (None, None)
    rows = await pool.fetch(_PAGE, at, entry_id, most)
    return [{**row, "details": json.loads(row["details"])} for row in rows]
