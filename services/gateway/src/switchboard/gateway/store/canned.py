"""Canned responses: private data, plain SQL."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from switchboard.gateway.model.audit import Deed, entry_by
from switchboard.gateway.model.canned import CannedResponse
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.store.audit import noted

# A shortcut that begins with the words comes first, then what merely holds them.
_FIND = """
SELECT canned_response_id, shortcut, text FROM canned_response
WHERE $1 = '' OR position(lower($1) IN lower(shortcut)) > 0
   OR position(lower($1) IN lower(text)) > 0
ORDER BY position(lower($1) IN lower(shortcut)) = 1 DESC,
    position(lower($1) IN lower(shortcut)) > 0 DESC, lower(shortcut)
LIMIT $2
"""
_SAVE = """
INSERT INTO canned_response (canned_response_id, shortcut, text, changed_by)
VALUES ($1, $2, $3, $4)
ON CONFLICT (canned_response_id) DO UPDATE
SET shortcut = EXCLUDED.shortcut, text = EXCLUDED.text, changed_by = EXCLUDED.changed_by,
    changed_at = now()
"""


class ShortcutTakenError(Exception):
    """Another canned response has this shortcut."""


class UnknownCannedResponseError(Exception):
    """There is no such canned response."""


async def find_canned_responses(
    pool: asyncpg.Pool, words: str, most: int
) -> Sequence[CannedResponse]:
    """Those whose shortcut or text holds the words, the likeliest first."""
    return [CannedResponse(**row) for row in await pool.fetch(_FIND, words, most)]


async def save_canned_response(pool: asyncpg.Pool, canned: CannedResponse, by: Agent) -> None:
    """Make or change one.

    Raises:
        ShortcutTakenError: another one has the shortcut.
    """
    identifier = canned.canned_response_id
    entry = entry_by(by, Deed.CANNED_RESPONSE_SAVED, identifier)
    try:
        async with noted(pool, entry) as connection:
            await connection.execute(_SAVE, identifier, canned.shortcut, canned.text, by.member_id)
    except asyncpg.UniqueViolationError as error:
        raise ShortcutTakenError from error


async def delete_canned_response(pool: asyncpg.Pool, canned_response_id: UUID, by: Agent) -> None:
    """Forget one.

    Raises:
        UnknownCannedResponseError: there is none.
    """
    entry = entry_by(by, Deed.CANNED_RESPONSE_REMOVED, canned_response_id)
    statement = "DELETE FROM canned_response WHERE canned_response_id = $1"
    async with noted(pool, entry) as connection:
        if await connection.execute(statement, canned_response_id) == "DELETE 0":
            raise UnknownCannedResponseError
