"""Drafts: private data, plain SQL; nobody but their writer is ever given one."""

from uuid import UUID

import asyncpg

from switchboard.gateway.model.draft import NO_VERSION, Draft, DraftKind, DraftPlace

_OF_MEMBER = "SELECT kind, text, version FROM draft WHERE member_id = $1 AND conversation_id = $2"
_VERSION = "SELECT version FROM draft WHERE member_id = $1 AND conversation_id = $2 AND kind = $3"
_BEGIN = """
INSERT INTO draft (member_id, conversation_id, kind, text) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING version
"""
_CHANGE = """
UPDATE draft SET text = $4, version = nextval('draft_version'), saved_at = now()
WHERE member_id = $1 AND conversation_id = $2 AND kind = $3 AND version = $5
RETURNING version
"""
_DELETE = """
DELETE FROM draft
WHERE member_id = $1 AND conversation_id = $2 AND kind = $3 AND version = $4
"""


async def drafts_of(pool: asyncpg.Pool, member_id: UUID, conversation_id: UUID) -> list[Draft]:
    """A member's own drafts in a conversation."""
    rows = await pool.fetch(_OF_MEMBER, member_id, conversation_id)
    return [Draft(DraftKind(row["kind"]), row["text"], row["version"]) for row in rows]


async def draft_version(pool: asyncpg.Pool, place: DraftPlace) -> int:
    """The version of a draft as it is; `NO_VERSION` if there is none."""
    version: int | None = await pool.fetchval(_VERSION, *_values(place))
    return NO_VERSION if version is None else version


async def save_draft(pool: asyncpg.Pool, place: DraftPlace, text: str, based_on: int) -> int | None:
    """The new version of a draft; an empty text deletes it. None if it is no longer `based_on`."""
    if not text:
        return await _deleted(pool, place, based_on)
    version: int | None
    if based_on == NO_VERSION:
        version = await pool.fetchval(_BEGIN, *_values(place), text)
    else:
        version = await pool.fetchval(_CHANGE, *_values(place), text, based_on)
    return version


async def _deleted(pool: asyncpg.Pool, place: DraftPlace, based_on: int) -> int | None:
    await pool.execute(_DELETE, *_values(place), based_on)
    left = await draft_version(pool, place)
    return NO_VERSION if left == NO_VERSION else None


def _values(place: DraftPlace) -> tuple[UUID, UUID, str]:
    return place.member_id, place.conversation_id, place.kind.value
