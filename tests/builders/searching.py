"""Looking for a text in a whole database."""

import asyncpg

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


async def rows_with(connection: asyncpg.Connection, needle: str) -> int:
    """How many rows of all tables hold a text in any column."""
    found = 0
    for table in await connection.fetch(_TABLES):
        query = f'SELECT count(*) FROM "{table["tablename"]}" AS t WHERE t::text ILIKE $1'  # noqa: S608
        found += await connection.fetchval(query, f"%{needle}%")
    return found
