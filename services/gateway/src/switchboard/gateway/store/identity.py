"""Sites' identity secrets and what is known of visitors: private data, plain SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.gateway.model.audit import Deed, entry_by
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.visitor_token import KnownVisitor
from switchboard.gateway.store.audit import note, noted

_MAKE = """
WITH replaced AS (
    UPDATE identity_secret SET ends_at = $5 WHERE site = $2 AND ends_at IS NULL
)
INSERT INTO identity_secret (secret_id, site, member_id, created_at) VALUES ($1, $2, $3, $4)
"""
_LIST = """
SELECT secret_id, site, member_id, created_at, ends_at FROM identity_secret
WHERE ends_at IS NULL OR ends_at > now() ORDER BY site, created_at DESC
"""
_NAMES = """
SELECT secret_id FROM identity_secret
WHERE site = $1 AND (ends_at IS NULL OR ends_at > now()) ORDER BY created_at DESC
"""
# Another person's visitor, or a revoked one, stays as it is: no row comes back.
_IDENTIFY = """
INSERT INTO visitor (visitor_id, person_id, person_name, person_email, identified_at)
VALUES ($1, $2, $3, $4, now())
ON CONFLICT (visitor_id) DO UPDATE SET person_id = EXCLUDED.person_id,
    person_name = EXCLUDED.person_name, person_email = EXCLUDED.person_email, identified_at = now()
WHERE visitor.revoked_at IS NULL
    AND coalesce(visitor.person_id, EXCLUDED.person_id) = EXCLUDED.person_id
RETURNING visitor_id
"""
_REVOKE = """
INSERT INTO visitor (visitor_id, revoked_at) VALUES ($1, now())
ON CONFLICT (visitor_id) DO UPDATE SET revoked_at = now() WHERE visitor.revoked_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class IdentitySecret:
    """A site's secret by its name; `ends_at` is set once a newer one replaces it."""

    secret_id: UUID
    site: str
    member_id: UUID
    created_at: datetime
    ends_at: datetime | None = None


class Identities:
    """Who visitors are, and by which secrets sites say so."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def make_secret(self, secret: IdentitySecret, others_end_at: datetime, by: Agent) -> None:
        """Remember a new secret of a site; the one before it holds until then."""
        entry = entry_by(by, Deed.IDENTITY_SECRET_MADE, secret.secret_id)
        async with noted(self._pool, entry) as connection:
            await connection.execute(
                _MAKE,
                secret.secret_id,
                secret.site,
                secret.member_id,
                secret.created_at,
                others_end_at,
            )

    async def secrets(self) -> Sequence[IdentitySecret]:
        """Every secret that holds, by site, the newest first."""
        return [IdentitySecret(**row) for row in await self._pool.fetch(_LIST)]

    async def secrets_of(self, site: str) -> Sequence[UUID]:
        """The names of a site's secrets that hold, the newest first."""
        return [row["secret_id"] for row in await self._pool.fetch(_NAMES, site)]

    async def end_secret(self, secret_id: UUID, by: Agent) -> bool:
        """End a secret at once; False if there is none."""
        statement = "DELETE FROM identity_secret WHERE secret_id = $1"
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.execute(statement, secret_id) == "DELETE 0":
                return False
            await note(connection, entry_by(by, Deed.IDENTITY_SECRET_ENDED, secret_id))
        return True

    async def visitor(self, visitor_id: UUID) -> KnownVisitor:
        """What is known of a visitor; for most it is nothing."""
        row = await self._pool.fetchrow(
            "SELECT person_id, person_name, person_email, revoked_at FROM visitor "
            "WHERE visitor_id = $1",
            visitor_id,
        )
        if row is None:
            return KnownVisitor()
        return KnownVisitor(_person(row), revoked=row["revoked_at"] is not None)

    async def identify(self, visitor_id: UUID, person: VouchedPerson) -> bool:
        """Note who a visitor is; False if they are somebody else already, or revoked."""
        found = await self._pool.fetchval(
            _IDENTIFY, visitor_id, person.person_id, person.name, person.email
        )
        return found is not None

    async def revoke(self, visitor_id: UUID, by: Agent | None = None) -> None:
        """End a visitor's tokens for ever, also those that were never used here."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_REVOKE, visitor_id)
            if by is not None:
                await note(connection, entry_by(by, Deed.VISITOR_REVOKED, visitor_id))


def _person(row: asyncpg.Record) -> VouchedPerson | None:
    if row["person_id"] is None:
        return None
    return VouchedPerson(
        person_id=row["person_id"], name=row["person_name"], email=row["person_email"]
    )
