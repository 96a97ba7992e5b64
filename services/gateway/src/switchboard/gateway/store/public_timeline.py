"""What users may see, as it is stored: nothing behind a close but what may stand there."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

_MIRROR = """
INSERT INTO public_timeline (conversation_id, public_seq, type, answer_to, body)
SELECT conversation_id, public_seq, type, answer_to, body FROM unnest(
    $1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::boolean[])
    AS said (conversation_id, public_seq, type, answer_to, body, closable)
WHERE NOT EXISTS (SELECT FROM public_closes($1)
    WHERE closable AND conversation = conversation_id AND number < public_seq)
ON CONFLICT DO NOTHING
"""
_LATE = """
SELECT conversation_id, public_seq FROM unnest($1::uuid[], $2::bigint[], $3::boolean[])
    AS said (conversation_id, public_seq, closable)
WHERE EXISTS (SELECT FROM public_closes($1)
    WHERE closable AND conversation = conversation_id AND number < public_seq)
"""

Row = tuple[UUID, int, str, UUID | None, str, bool]
"""Conversation, public_seq, type, answer_to, body, and whether it may not follow a close."""


class Number(NamedTuple):
    """Where an event stands."""

    conversation_id: UUID
    public_seq: int


async def mirror_public_timeline(connection: Any, rows: Sequence[Row]) -> set[Number]:
    """Store these, but for what may not follow a close that is stored; safe to repeat.

    Returns:
        Which of them come after such a close.
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    tag = await connection.execute(_MIRROR, *columns)
    if tag == f"INSERT 0 {len(rows)}":
        return set()
    conversations, numbers, *_, closable = columns
    late = await connection.fetch(_LATE, conversations, numbers, closable)
    return {Number(*row) for row in late}
