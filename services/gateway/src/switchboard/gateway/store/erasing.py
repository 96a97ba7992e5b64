"""Whom an erasure concerns, as the gateway's database knows them (rule E1)."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg

# A visitor whom the host site has vouched for is the person, in every browser.
_SUBJECT = """
SELECT coalesce(
    (SELECT person_id FROM conversation
     WHERE $1 IN (visitor_id, person_id) AND person_id IS NOT NULL LIMIT 1),
    (SELECT person_id FROM visitor WHERE $1 IN (visitor_id, person_id) LIMIT 1)) AS person_id
"""
_CONVERSATION = """
SELECT conversation_id, visitor_id FROM conversation
WHERE visitor_id = $1 OR person_id IN ($1, $2) ORDER BY opened_at, conversation_id LIMIT 1
"""
_FORGET = """
WITH browser AS (
    SELECT visitor_id FROM conversation WHERE visitor_id = $1 OR person_id IN ($1, $2)
    UNION SELECT visitor_id FROM visitor WHERE visitor_id = $1 OR person_id IN ($1, $2))
INSERT INTO visitor (visitor_id, revoked_at) SELECT visitor_id, now() FROM browser
ON CONFLICT (visitor_id) DO UPDATE SET person_name = NULL, person_email = NULL,
    revoked_at = coalesce(visitor.revoked_at, excluded.revoked_at)
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is to be erased.

    Attributes:
        subject_id: as it was asked for: a visitor's or a person's id.
        person_id: the person, if they are known to be one.
        conversation_id: the first of their conversations; None if they have none.
        visitor_id: the browser that this one was begun in.
    """

    subject_id: UUID
    person_id: UUID | None
    conversation_id: UUID | None
    visitor_id: UUID | None


async def subject_of(pool: asyncpg.Pool, subject_id: UUID) -> Subject:
    """What is known of a visitor or person."""
    person_id = await pool.fetchval(_SUBJECT, subject_id)
    row = await pool.fetchrow(_CONVERSATION, subject_id, person_id)
    conversation = (row["conversation_id"], row["visitor_id"]) if row else (None, None)
    return Subject(subject_id, person_id, *conversation)


async def forget_visitors(pool: asyncpg.Pool, subject: Subject) -> bool:
    """End the tokens of all browsers of theirs for ever, and forget what is known of them.

    Returns:
        False if nothing was known.
    """
    status = await pool.execute(_FORGET, subject.subject_id, subject.person_id)
    return bool(status != "INSERT 0 0")
