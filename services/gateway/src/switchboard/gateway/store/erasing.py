"""Whom an erasure concerns, as the gateway's database knows them (rule E1)."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from switchboard.gateway.model.audit import Entry
from switchboard.gateway.model.principals import principal_of
from switchboard.gateway.store.audit import note

# A visitor whom the host site has vouched for is the person, in every browser.
_PERSON = """
SELECT coalesce(
    (SELECT person_id FROM conversation
     WHERE $1 IN (visitor_id, person_id) AND person_id IS NOT NULL LIMIT 1),
    (SELECT person_id FROM visitor WHERE $1 IN (visitor_id, person_id) LIMIT 1)) AS person_id
"""
_FORGET = """
WITH browser AS (
    SELECT visitor_id FROM conversation WHERE visitor_id = $1 OR person_id IN ($1, $2)
    UNION SELECT visitor_id FROM visitor WHERE visitor_id = $1 OR person_id IN ($1, $2)
    UNION SELECT $1 WHERE EXISTS (SELECT FROM attachment WHERE principal = $3))
INSERT INTO visitor (visitor_id, revoked_at) SELECT visitor_id, now() FROM browser
ON CONFLICT (visitor_id) DO UPDATE SET person_name = NULL, person_email = NULL,
    revoked_at = coalesce(visitor.revoked_at, excluded.revoked_at)
RETURNING visitor_id
"""
# Also what was uploaded for a conversation that does not exist yet, and so is erased by none.
_DOOM = """
UPDATE attachment SET doomed_at = coalesce(doomed_at, now()), name = ''
WHERE principal = ANY($1::text[])
"""
_CONVERSATION = """
SELECT conversation_id, visitor_id FROM conversation
WHERE visitor_id = ANY($1::uuid[]) OR person_id = $2 ORDER BY opened_at, conversation_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is to be erased.

    Attributes:
        person_id: the person, if they are known to be one.
        visitor_ids: every browser of theirs, in order.
        conversation_id: the first of their conversations; None if they have none.
        visitor_id: the browser that this one was begun in.
    """

    person_id: UUID | None
    visitor_ids: tuple[UUID, ...]
    conversation_id: UUID | None
    visitor_id: UUID | None


async def forget_visitors(pool: asyncpg.Pool, subject_id: UUID, entry: Entry) -> Subject | None:
    """End the tokens of all browsers of theirs for ever, and forget what is known of them.

    The files that they uploaded are given to nobody any more; the objects follow by the next sweep.

    Nobody is identified in these browsers afterwards, so that the list of them is whole.

    Args:
        pool: the gateway's database.
        subject_id: a visitor's or a person's id.
        entry: what the audit log says of it, in the same transaction.

    Returns:
        Whom it concerned; None if nothing was known.
    """
    async with pool.acquire() as connection, connection.transaction():
        person_id = await connection.fetchval(_PERSON, subject_id)
        rows = await connection.fetch(_FORGET, subject_id, person_id, principal_of(subject_id))
        if not rows:
            return None
        browsers = tuple(sorted(row["visitor_id"] for row in rows))
        await connection.execute(_DOOM, [principal_of(browser) for browser in browsers])
        first = await connection.fetchrow(_CONVERSATION, browsers, person_id)
        await note(connection, entry)
    return Subject(person_id, browsers, *(first or (None, None)))
