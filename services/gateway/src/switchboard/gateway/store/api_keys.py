"""API keys: private data, plain SQL. What is stored opens nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from switchboard.contracts.words import Role
from switchboard.gateway.model.audit import Deed, Entry, entry_by
from switchboard.gateway.model.permissions import Action
from switchboard.gateway.model.principals import Agent, ApiKeyUse
from switchboard.gateway.store.audit import noted

# The use is noted once a minute: a list needs no more, and a busy key would otherwise be a hot row.
_USE = """
WITH used AS (
    UPDATE api_key SET last_used_at = now()
    WHERE token_hash = $1 AND coalesce(last_used_at < now() - interval '1 minute', true)
)
SELECT k.api_key_id, k.scopes, m.member_id, m.public_name, m.full_name, m.role
FROM api_key k JOIN member m USING (member_id)
WHERE k.token_hash = $1 AND m.active
"""
_LIST = """
SELECT api_key_id, prefix, name, scopes, member_id, created_at, last_used_at
FROM api_key ORDER BY created_at DESC, api_key_id
"""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key as lists show it."""

    api_key_id: UUID
    prefix: str
    name: str
    scopes: frozenset[Action]
    member_id: UUID
    created_at: datetime
    last_used_at: datetime | None


class UnknownApiKeyError(Exception):
    """There is no such key."""


class ApiKeys:
    """The keys of the team."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def save(self, key: ApiKey, token_hash: bytes) -> None:
        """Remember a new key."""
        scopes = sorted(key.scopes)
        entry = Entry(
            Deed.API_KEY_MADE, key.member_id, subject_id=key.api_key_id, details={"scopes": scopes}
        )
        async with noted(self._pool, entry) as connection:
            await connection.execute(
                "INSERT INTO api_key (api_key_id, token_hash, prefix, name, scopes, member_id, "
                "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                key.api_key_id,
                token_hash,
                key.prefix,
                key.name,
                scopes,
                key.member_id,
                key.created_at,
            )

    async def all(self) -> Sequence[ApiKey]:
        """Every key, the newest first."""
        return [
            ApiKey(**dict(row) | {"scopes": _known(row["scopes"])})
            for row in await self._pool.fetch(_LIST)
        ]

    async def remove(self, api_key_id: UUID, by: Agent) -> None:
        """Forget a key, which ends its sockets everywhere.

        Raises:
            UnknownApiKeyError: there is none.
        """
        entry = entry_by(by, Deed.API_KEY_REVOKED, api_key_id)
        statement = "DELETE FROM api_key WHERE api_key_id = $1"
        async with noted(self._pool, entry) as connection:
            if await connection.execute(statement, api_key_id) == "DELETE 0":
                raise UnknownApiKeyError

    async def agent(self, token_hash: bytes) -> Agent | None:
        """The active member behind a key, with the role that they have now."""
        row = await self._pool.fetchrow(_USE, token_hash)
        if row is None:
            return None
        return Agent(
            member_id=row["member_id"],
            public_name=row["public_name"],
            full_name=row["full_name"],
            role=Role(row["role"]),
            credential=token_hash,
            api_key=ApiKeyUse(row["api_key_id"], _known(row["scopes"])),
        )


def _known(scopes: Sequence[str]) -> frozenset[Action]:
    """The scopes that this release knows; one that was taken back since allows nothing."""
    return frozenset(Action(scope) for scope in scopes if scope in frozenset(Action))
