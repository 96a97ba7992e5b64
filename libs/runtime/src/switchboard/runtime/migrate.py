"""Applying numbered SQL files, once each, as a step of its own before the processes start."""

import hashlib
from dataclasses import dataclass
from importlib import resources

import asyncpg
import structlog

from switchboard.runtime.database import connect_pool

_LOCK = 0x5357_4D49
_LEDGER = """
CREATE TABLE IF NOT EXISTS applied_migration (
    package text NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (package, name)
)
"""


class MigrationChangedError(RuntimeError):
    """A file that was applied before reads otherwise now; write a new one instead."""


@dataclass(frozen=True)
class Migration:
    """One SQL file of a package's `migrations` folder."""

    package: str
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """What the file said when it was applied."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_of(package: str) -> list[Migration]:
    """The SQL files of a package, in the order of their numbers."""
    folder = resources.files(package) / "migrations"
    files = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda file: file.name
    )
    return [Migration(package, file.name, file.read_text("utf-8")) for file in files]


async def migrate(database_url: str, *packages: str) -> None:
    """Apply what is new: the runtime's own files first, then each package's.

    Raises:
        MigrationChangedError: an applied file has changed.
    """
    wanted = [m for package in ("switchboard.runtime", *packages) for m in migrations_of(package)]
    pool = await connect_pool(database_url, largest=1, seconds=None)  # half a rewrite is none
    async with pool, pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(_LEDGER)
        for migration in wanted:
            await _apply(connection, migration)


async def _apply(connection: asyncpg.Connection, migration: Migration) -> None:
    known = await connection.fetchval(
        "SELECT digest FROM applied_migration WHERE package = $1 AND name = $2",
        migration.package,
        migration.name,
    )
    if known == migration.digest:
        return
    if known is not None:
        raise MigrationChangedError(f"{migration.package} {migration.name} was applied and changed")
    await connection.execute(migration.sql)
    await connection.execute(
        "INSERT INTO applied_migration (package, name, digest) VALUES ($1, $2, $3)",
        migration.package,
        migration.name,
        migration.digest,
    )
    structlog.get_logger("migrate").info("applied", package=migration.package, name=migration.name)
