"""The assistant's runs as its database has them, and a way to keep them from ending."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

_STANDING = """
SELECT CASE
    WHEN finished_at IS NOT NULL THEN 'over'
    WHEN result IS NOT NULL THEN 'found'
    WHEN lease_until > now() THEN 'in flight'
    ELSE 'queued' END AS standing, count(*) AS runs
FROM job WHERE key = ANY($1::text[]) GROUP BY standing
"""
_PATIENCE_SECONDS = 20


@asynccontextmanager
async def articles_locked(database: str) -> AsyncIterator[None]:
    """Within the block no run finds its answer: it waits for articles that others have locked.

    None begins either, so the questions have to be queued before.
    """
    connection = await asyncpg.connect(database)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE article IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def standings(database: str, conversations: Sequence[UUID]) -> dict[str, int]:
    """How many of the conversations' runs are queued, in flight, found or over.

    One in flight is leased to a worker and has no result; one that is found has a result that
    is still to be said.
    """
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch(_STANDING, [str(one) for one in conversations])
    finally:
        await connection.close()
    return {row["standing"]: row["runs"] for row in rows}


async def until_all_are(database: str, conversations: Sequence[UUID], standing: str) -> None:
    """Wait until each of the conversations has its run, and all stand like this."""
    wanted = {standing: len(conversations)}
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while await standings(database, conversations) != wanted:  # noqa: ASYNC110 - asked in SQL
            await asyncio.sleep(0.05)
