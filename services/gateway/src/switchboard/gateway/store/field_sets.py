"""The read model of the fields that are extracted: every version of the set."""

from collections.abc import Sequence
from typing import Any

import asyncpg

_NEWEST = "SELECT body FROM field_set ORDER BY definitions_version DESC LIMIT 1"
_OF_VERSION = "SELECT body FROM field_set WHERE definitions_version = $1"


async def mirror_field_sets(connection: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of (version, body)."""
    await connection.executemany(
        "INSERT INTO field_set (definitions_version, body) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        rows,
    )


async def field_set(pool: asyncpg.Pool, version: int | None) -> str | None:
    """The event that stated a version of the set, or the newest; None if none did."""
    arguments = [] if version is None else [version]
    body: str | None = await pool.fetchval(_OF_VERSION if arguments else _NEWEST, *arguments)
    return body
