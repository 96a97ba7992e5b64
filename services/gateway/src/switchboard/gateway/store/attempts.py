"""Attempts at passwords: the one limit that all gateways share, for guessing has time."""

import hashlib
from collections.abc import Mapping, Sequence

import asyncpg

from switchboard.gateway.model.pace import Pace, given_back, spent, wait

# Takes the rows in one order, so that two attempts never wait for each other in a circle.
_HOLD = """
INSERT INTO password_pace (name, full_at)
SELECT name, 0 FROM unnest($1::bytea[]) AS name ORDER BY name
ON CONFLICT (name) DO UPDATE SET full_at = password_pace.full_at RETURNING name, full_at
"""
_STORE = """
UPDATE password_pace AS known SET full_at = given.full_at
FROM unnest($1::bytea[], $2::float8[]) AS given (name, full_at) WHERE known.name = given.name
"""
# A full bucket need not be remembered. Rows in somebody's hands are left for the next time.
_FORGET = """
DELETE FROM password_pace WHERE name IN (
    SELECT name FROM password_pace WHERE full_at < extract(epoch FROM clock_timestamp())
    LIMIT 100 FOR UPDATE SKIP LOCKED)
"""
_NOW = "SELECT extract(epoch FROM clock_timestamp())::float8"


class Attempts:
    """Buckets by name, of which only the hash is stored: a typed address may be nobody's."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def wait(self, claims: Mapping[str, Pace]) -> float:
        """Take one of each; if any has none left take none, and say in how many seconds it has."""
        names = [_hash(name) for name in claims]
        async with self._pool.acquire() as connection, connection.transaction():
            held = {row["name"]: row["full_at"] for row in await connection.fetch(_HOLD, names)}
            now = await connection.fetchval(_NOW)
            known = [held[name] for name in names]
            paces = list(claims.values())
            seconds = max(map(wait, known, paces, [now] * len(names)))
            if not seconds:
                await _store(connection, names, list(map(spent, known, paces, [now] * len(names))))
            await connection.execute(_FORGET)
        return seconds

    async def give_back(self, claims: Mapping[str, Pace]) -> None:
        """A right password costs nothing."""
        names = [_hash(name) for name in claims]
        async with self._pool.acquire() as connection, connection.transaction():
            held = {row["name"]: row["full_at"] for row in await connection.fetch(_HOLD, names)}
            known = [held[name] for name in names]
            await _store(connection, names, list(map(given_back, known, claims.values())))


async def _store(
    connection: asyncpg.Connection, names: Sequence[bytes], full_at: Sequence[float]
) -> None:
    await connection.execute(_STORE, names, full_at)


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "replace")).digest()
