"""Looking for a text in a whole database, whatever its tables and columns are."""

import asyncpg

_COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
ORDER BY table_name, ordinal_position
"""


async def places_with(connection: asyncpg.Connection, needle: str) -> dict[str, int]:
    """How many rows hold a text, by `table.column`; bodies stored as bytes are looked into."""
    found = {}
    for table, column, kind in await connection.fetch(_COLUMNS):
        written = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
        query = f'SELECT count(*) FROM "{table}" WHERE {written} ILIKE $1'  # noqa: S608
        rows = await connection.fetchval(query, f"%{needle}%")
        if rows:
            found[f"{table}.{column}"] = rows
    return found


async def rows_with(connection: asyncpg.Connection, needle: str) -> int:
    """How often a text stands in any column of any row."""
    return sum((await places_with(connection, needle)).values())
