"""Canned responses: private data, plain SQL."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from switchboard.gateway.model.canned import CannedResponse

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


async def find_canned_responses(
    pool: asyncpg.Pool, words: str, most: int
) -> Sequence[CannedResponse]:
    """Those whose shortcut or text holds the words, the likeliest first."""
    return [CannedResponse(**row) for row in await pool.fetch(_FIND, words, most)]


async def save_canned_response(
    pool: asyncpg.Pool, canned: CannedResponse, changed_by: UUID
) -> None:
    """Make or change one.

    Raises:
        ShortcutTakenError: another one has the shortcut.
    """
    try:
        await pool.execute(
            _SAVE, canned.canned_response_id, canned.shortcut, canned.text, changed_by
        )
    except asyncpg.UniqueViolationError as error:
        raise ShortcutTakenError from error


async def delete_canned_response(pool: asyncpg.Pool, canned_response_id: UUID) -> bool:
    """Forget one; False if there is none."""
    statement = "DELETE FROM canned_response WHERE canned_response_id = $1"
    return bool(await pool.execute(statement, canned_response_id) != "DELETE 0")
