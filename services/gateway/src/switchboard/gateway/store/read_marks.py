"""How far members have read: private data, plain SQL."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from switchboard.contracts.events.conversation import (
    AgentMessageSent,
    AiMessageSent,
    InternalNoteAdded,
    UserMessageSent,
)
from switchboard.contracts.socket import ReadMark

_COUNTED = [
    message.message_type()
    for message in (UserMessageSent, AiMessageSent, AgentMessageSent, InternalNoteAdded)
]
_MARK = "SELECT seq, messages FROM read_mark WHERE member_id = $1 AND conversation_id = $2"
# Only what came since the old mark is looked at, whatever the length of the conversation.
_PASSED = """
SELECT max(seq) AS seq, count(*) FILTER (WHERE type = ANY($4::text[])) AS messages
FROM timeline WHERE conversation_id = $1 AND seq > $2 AND seq <= $3
"""
_MOVE = """
INSERT INTO read_mark AS mark (member_id, conversation_id, seq, messages) VALUES ($1, $2, $3, $4)
ON CONFLICT (member_id, conversation_id) DO UPDATE
SET seq = excluded.seq, messages = excluded.messages WHERE mark.seq < excluded.seq
"""
_OPEN_ONES = """
SELECT mark.conversation_id, mark.seq, mark.messages
FROM read_mark AS mark JOIN conversation USING (conversation_id)
WHERE mark.member_id = $1 AND conversation.status <> 'closed'
"""


async def mark_read(
    pool: asyncpg.Pool, member_id: UUID, conversation_id: UUID, seq: int
) -> ReadMark:
    """Move a member's mark on, never back, and never past what the read model holds."""
    row = await pool.fetchrow(_MARK, member_id, conversation_id)
    old = (row["seq"], row["messages"]) if row else (0, 0)
    passed = await pool.fetchrow(_PASSED, conversation_id, old[0], seq, _COUNTED)
    if passed["seq"] is None:
        return ReadMark(conversation_id=conversation_id, seq=old[0], messages=old[1])
    new = (passed["seq"], old[1] + passed["messages"])
    await pool.execute(_MOVE, member_id, conversation_id, *new)
    return ReadMark(conversation_id=conversation_id, seq=new[0], messages=new[1])


async def marks_among(
    pool: asyncpg.Pool, member_id: UUID, conversation_ids: Sequence[UUID]
) -> dict[UUID, ReadMark]:
    """A member's marks in these conversations."""
    rows = await pool.fetch(
        "SELECT conversation_id, seq, messages FROM read_mark "
        "WHERE member_id = $1 AND conversation_id = ANY($2::uuid[])",
        member_id,
        list(conversation_ids),
    )
    return {row["conversation_id"]: ReadMark(**row) for row in rows}


async def marks_in_open_ones(pool: asyncpg.Pool, member_id: UUID) -> list[ReadMark]:
    """A member's marks in every conversation that is not closed."""
    return [ReadMark(**row) for row in await pool.fetch(_OPEN_ONES, member_id)]


def told_mark(payload: str) -> tuple[UUID, ReadMark]:
    """Whose mark moved where, as the database tells it."""
    member, conversation, seq, messages = payload.split()
    mark = ReadMark(conversation_id=UUID(conversation), seq=int(seq), messages=int(messages))
    return UUID(member), mark
