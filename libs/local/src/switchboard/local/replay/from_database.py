"""What the services' databases hold of a replay."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.contracts.events.analysis import AnalysisCompleted
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    Topic,
)
from switchboard.contracts.words import Source
from switchboard.local.replay.auditing import Holding
from switchboard.local.replay.facts import Fact, Kind, View, public_fact, team_fact

_HEADS = "SELECT id, seq, public_seq, status FROM conversation WHERE id = ANY($1::uuid[])"
_MESSAGES = """
SELECT conversation_id, seq, source, command_id FROM message
WHERE conversation_id = ANY($1::uuid[]) ORDER BY conversation_id, seq
"""
_OUTBOX = """
SELECT headers::json ->> 'ce_causationid' AS cause, convert_from(body, 'UTF8') AS body
FROM outbox WHERE topic = $2 AND key = ANY($1::text[]) ORDER BY partition, pos
"""
_COMPLETED = """
SELECT key FROM outbox
WHERE topic = $2 AND key = ANY($1::text[]) AND headers::json ->> 'ce_type' = $3
"""


@dataclass(frozen=True)
class Database:
    """The conversation service's database at one moment.

    Attributes:
        status: of each conversation that is there.
        seqs: the newest number of each.
        public_seqs: the newest public number of each.
    """

    status: dict[UUID, str]
    seqs: dict[UUID, int]
    public_seqs: dict[UUID, int]
    messages: Holding
    events: Holding
    public: Holding


async def read_database(url: str, conversations: Sequence[UUID]) -> Database:
    """Read it in one transaction.

    Raises:
        OSError, asyncpg.PostgresError: the server does not answer.
    """
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _read(connection, list(conversations))
    finally:
        await connection.close()


async def _read(connection: Any, conversations: list[UUID]) -> Database:
    rows = await connection.fetch(_HEADS, conversations)
    seqs = {row["id"]: row["seq"] for row in rows}
    public_seqs = {row["id"]: row["public_seq"] for row in rows}
    messages = [
        Fact(row[0], row[1], Kind.MESSAGE, Source(row[2]), row[3])
        for row in await connection.fetch(_MESSAGES, conversations)
    ]
    team = await _outbox(connection, CONVERSATION_EVENTS_TOPIC, conversations)
    public = await _outbox(connection, CONVERSATION_PUBLIC_TOPIC, conversations)
    return Database(
        status={row["id"]: row["status"] for row in rows},
        seqs=seqs,
        public_seqs=public_seqs,
        messages=Holding(View.DATABASE_MESSAGES, messages),
        events=Holding(View.DATABASE_EVENTS, [team_fact(*row) for row in team], seqs),
        public=Holding(View.DATABASE_PUBLIC, [public_fact(*row) for row in public], public_seqs),
    )


async def _outbox(
    connection: Any, topic: Topic, conversations: Sequence[UUID]
) -> list[tuple[dict[str, Any], UUID | None]]:
    keys = [str(conversation) for conversation in conversations]
    rows = await connection.fetch(_OUTBOX, keys, topic.name)
    return [(json.loads(row["body"]), UUID(row["cause"]) if row["cause"] else None) for row in rows]


async def read_analyses(url: str, conversations: Sequence[UUID]) -> list[UUID]:
    """The conversations of the completed analyses that the analysis service stored, each once."""
    connection = await asyncpg.connect(url)
    try:
        keys = [str(conversation) for conversation in conversations]
        rows = await connection.fetch(
            _COMPLETED, keys, ANALYSIS_EVENTS_TOPIC.name, AnalysisCompleted.ce_type()
        )
    finally:
        await connection.close()
    return [UUID(row["key"]) for row in rows]
