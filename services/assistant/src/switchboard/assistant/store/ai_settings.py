"""The AI's settings: one row, or none before the first change."""

from datetime import timedelta

import asyncpg

from switchboard.assistant.model.article import AiSettings
from switchboard.runtime.roles import Connection

_LOAD = "SELECT enabled, minimum_run_seconds, changed_at FROM assistant_settings"

_SAVE = """
INSERT INTO assistant_settings (workspace, enabled, minimum_run_seconds, changed_at)
VALUES ('workspace', $1, $2, $3)
ON CONFLICT (workspace) DO UPDATE
SET enabled = excluded.enabled, minimum_run_seconds = excluded.minimum_run_seconds,
    changed_at = excluded.changed_at
"""

_MINIMUM = "SELECT minimum_run_seconds FROM assistant_settings"


async def load_settings(connection: Connection) -> AiSettings | None:
    """The settings as they are, if anybody has changed them yet."""
    row = await connection.fetchrow(_LOAD)
    return AiSettings(**row) if row else None


async def save_settings(connection: Connection, settings: AiSettings) -> None:
    """Store the settings as a whole."""
    await connection.execute(
        _SAVE, settings.enabled, settings.minimum_run_seconds, settings.changed_at
    )


async def minimum_run(pool: asyncpg.Pool) -> timedelta:
    """How long a run is held at the least."""
    return timedelta(seconds=await pool.fetchval(_MINIMUM) or 0.0)
