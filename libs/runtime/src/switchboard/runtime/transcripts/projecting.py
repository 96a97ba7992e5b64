"""Mirrors `conversation.public` into the tables of transcripts."""

from collections.abc import Sequence
from typing import Any

from switchboard.contracts.erasing import ERASED
from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicMessagePosted,
    PublicPersonErased,
    PublicStatusChanged,
)
from switchboard.contracts.message import Message
from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC, Start, Topic
from switchboard.runtime.roles import Connection, Incoming

_POSTED = """
INSERT INTO transcript_line (conversation_id, public_seq, source, said, text)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[])
ON CONFLICT DO NOTHING
"""

_REACHED = """
INSERT INTO transcript (conversation_id, public_seq)
SELECT id, max(seq) FROM unnest($1::uuid[], $2::int[]) AS reached (id, seq) GROUP BY id
ON CONFLICT (conversation_id) DO UPDATE
SET public_seq = GREATEST(transcript.public_seq, excluded.public_seq)
"""


# Nothing but this follows a close, so that no text comes after it (rule E1).
_ERASED = "UPDATE transcript_line SET text = $2 WHERE conversation_id = ANY($1::uuid[])"


class Transcripts:
    """A projector: stores each public message, and how far each conversation's stream is read."""

    source: Topic = CONVERSATION_PUBLIC_TOPIC
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (
        PublicConversationOpened,
        PublicMessagePosted,
        PublicStatusChanged,
        PublicPersonErased,
    )

    async def apply(self, connection: Connection, events: Sequence[Incoming]) -> None:
        """Store what a poll brought."""
        facts: list[Any] = [event.message for event in events]
        posted = [fact for fact in facts if type(fact) is PublicMessagePosted]
        if posted:
            await connection.execute(
                _POSTED,
                [fact.conversation_id for fact in posted],
                [fact.public_seq for fact in posted],
                [fact.source.value for fact in posted],
                [fact.line.value if fact.line else None for fact in posted],
                [fact.text for fact in posted],
            )
        if facts:
            await connection.execute(
                _REACHED,
                [fact.conversation_id for fact in facts],
                [fact.public_seq for fact in facts],
            )
        erased = [fact.conversation_id for fact in facts if type(fact) is PublicPersonErased]
        if erased:
            await connection.execute(_ERASED, erased, ERASED)
