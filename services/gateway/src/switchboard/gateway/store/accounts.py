"""Accounts, sessions and one-time links: private data, plain SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.contracts.words import Role
from switchboard.gateway.model.audit import Deed, Entry
from switchboard.gateway.model.permissions import Action, may
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.store.audit import note, noted

_MAKERS = [str(role) for role in Role if may(role, Action.MANAGE_MEMBERS)]
# The team's own row and the account are held, so that whoever disables the member or replaces the
# password meanwhile either comes first, and there is no session, or ends it.
_OPEN = """
WITH let_in AS (
    SELECT member_id FROM account JOIN team_member USING (member_id)
    WHERE member_id = $2 AND password_hash = $3 AND active FOR SHARE
), old AS (DELETE FROM session WHERE member_id = $2 AND expires_at < now())
INSERT INTO session (token_hash, member_id, expires_at) SELECT $1, member_id, $4 FROM let_in
RETURNING true
"""
# A link is good while whoever made it could make it; that of the command line always.
_GOOD = """
i.token_hash = $1 AND i.purpose = $2 AND i.expires_at > now() AND (i.made_by IS NULL OR EXISTS (
    SELECT FROM team_member WHERE member_id = i.made_by AND active AND role = ANY($3::text[])))
"""
_USE = f"""
WITH before AS (SELECT used_by FROM invitation WHERE token_hash = $1 FOR UPDATE)
UPDATE invitation AS i SET used_by = $4 FROM before
WHERE {_GOOD} AND coalesce(before.used_by, $4) = $4
RETURNING i.role, i.member_id, before.used_by IS NOT NULL AS again
"""  # noqa: S608 - no value in it
_IS_GOOD = f"SELECT true FROM invitation AS i WHERE {_GOOD} AND i.used_by IS NULL"  # noqa: S608
_USE_FOR_PASSWORD = f"""
UPDATE invitation AS i SET used_by = i.member_id WHERE {_GOOD} AND i.used_by IS NULL
RETURNING i.member_id
"""  # noqa: S608 - no value in it


@dataclass(frozen=True, slots=True)
class Account:
    """What a sign-in is checked against."""

    member_id: UUID
    password_hash: str


class Purpose(StrEnum):
    """What a one-time link is good for."""

    FIRST_ADMIN = "first_admin"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - a purpose


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link that works once.

    Attributes:
        role: of the member whom an invitation makes.
        member_id: whose password is set anew.
    """

    purpose: Purpose
    role: Role | None = None
    member_id: UUID | None = None


class EmailTakenError(Exception):
    """Another account has this e-mail address."""


class Accounts:
    """Who may sign in, and who is."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def by_email(self, email: str) -> Account | None:
        """The account of an address, whatever its case."""
        row = await self._pool.fetchrow(
            "SELECT member_id, password_hash FROM account WHERE lower(email) = lower($1)", email
        )
        return Account(row["member_id"], row["password_hash"]) if row else None

    async def create(self, member_id: UUID, email: str, password_hash: str) -> None:
        """Create an account; the same member with the same address again changes nothing.

        Raises:
            EmailTakenError: another member has the address.
        """
        await self._pool.execute(
            "INSERT INTO account (member_id, email, password_hash) VALUES ($1, $2, $3) "
            "ON CONFLICT DO NOTHING",
            member_id,
            email,
            password_hash,
        )
        owner = await self.by_email(email)
        if owner is None or owner.member_id != member_id:
            raise EmailTakenError

    async def emails(self) -> dict[UUID, str]:
        """Every account's address; for Admins only."""
        rows = await self._pool.fetch("SELECT member_id, email FROM account")
        return {row["member_id"]: row["email"] for row in rows}

    async def open_session(self, token_hash: bytes, account: Account, expires_at: datetime) -> bool:
        """Remember a session; expired ones of the member are forgotten.

        Returns:
            False if the password has been replaced since it was looked at, or the member is
            disabled: there is no session then.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            opened = await connection.fetchval(
                _OPEN, token_hash, account.member_id, account.password_hash, expires_at
            )
            if opened:
                await note(connection, Entry(Deed.SIGNED_IN, account.member_id))
        return bool(opened)

    async def close_session(self, token_hash: bytes, member_id: UUID) -> None:
        """Forget a session of a member."""
        async with noted(self._pool, Entry(Deed.SIGNED_OUT, member_id)) as connection:
            await connection.execute("DELETE FROM session WHERE token_hash = $1", token_hash)

    async def close_sessions(self, member_id: UUID) -> None:
        """Forget every session of a member who asks for it."""
        async with noted(self._pool, Entry(Deed.SIGNED_OUT_EVERYWHERE, member_id)) as connection:
            await _forget_sessions(connection, member_id)

    async def password_hash(self, member_id: UUID) -> str | None:
        """What a member's password is checked against, if they have an account."""
        found: str | None = await self._pool.fetchval(
            "SELECT password_hash FROM account WHERE member_id = $1", member_id
        )
        return found

    async def change_password(self, member_id: UUID, password_hash: str, but: bytes) -> None:
        """Replace a member's password; their sessions end, but for the one they change it in.

        Links with which it could be replaced again end too: one of them may be in other hands.
        """
        async with noted(self._pool, Entry(Deed.PASSWORD_CHANGED, member_id)) as connection:
            await _replace_password(connection, member_id, password_hash, but)

    async def guessed(self, member_id: UUID | None) -> None:
        """Note that somebody did not sign in; an address that is nobody's is not kept."""
        await note(self._pool, Entry(Deed.SIGN_IN_FAILED, subject_id=member_id))

    async def agent(self, token_hash: bytes) -> Agent | None:
        """The active member behind a session that has not expired."""
        row = await self._pool.fetchrow(
            "SELECT m.member_id, m.public_name, m.full_name, m.role "
            "FROM session s JOIN member m USING (member_id) "
            "WHERE s.token_hash = $1 AND s.expires_at > now() AND m.active",
            token_hash,
        )
        return _agent(row, token_hash) if row else None

    async def member(self, member_id: UUID) -> tuple[Agent, bool] | None:
        """The member of the read model, and whether they may sign in."""
        row = await self._pool.fetchrow(
            "SELECT member_id, public_name, full_name, role, active FROM member "
            "WHERE member_id = $1",
            member_id,
        )
        return (_agent(row, b""), row["active"]) if row else None

    async def invite(
        self, token_hash: bytes, link: OneTimeLink, expires_at: datetime, entry: Entry
    ) -> None:
        """Remember a one-time link."""
        async with noted(self._pool, entry) as connection:
            await connection.execute(
                "INSERT INTO invitation "
                "(token_hash, purpose, role, member_id, expires_at, made_by) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
                token_hash,
                link.purpose,
                link.role,
                link.member_id,
                expires_at,
                entry.member_id,
            )

    async def use_invitation(
        self, token_hash: bytes, purpose: Purpose, user: UUID
    ) -> tuple[OneTimeLink, bool] | None:
        """The link, and whether this user has used it before; None if it is no good to them."""
        row = await self._pool.fetchrow(_USE, token_hash, purpose, _MAKERS, user)
        if row is None:
            return None
        role = Role(row["role"]) if row["role"] else None
        return OneTimeLink(purpose, role, row["member_id"]), row["again"]

    async def is_password_link(self, token_hash: bytes) -> bool:
        """Whether a link is good for a new password now."""
        return bool(await self._pool.fetchval(_IS_GOOD, token_hash, Purpose.PASSWORD, _MAKERS))

    async def set_password_by_link(self, token_hash: bytes, password_hash: str) -> UUID | None:
        """Use a link up and replace its member's password, in one; None if it is no good."""
        async with self._pool.acquire() as connection, connection.transaction():
            # The account before its links, as everywhere: two links at once wait for each other
            # in no circle.
            await connection.execute(
                "SELECT 1 FROM account WHERE member_id = "
                "(SELECT member_id FROM invitation WHERE token_hash = $1) FOR UPDATE",
                token_hash,
            )
            member_id: UUID | None = await connection.fetchval(
                _USE_FOR_PASSWORD, token_hash, Purpose.PASSWORD, _MAKERS
            )
            if member_id is not None:
                await _replace_password(connection, member_id, password_hash)
                await note(connection, Entry(Deed.PASSWORD_SET_BY_LINK, member_id))
        return member_id


async def end_sessions(connection: Any, member_ids: Sequence[UUID]) -> None:
    """Forget every session of members who may sign in no longer, which is noted as such."""
    await connection.execute(
        "DELETE FROM session WHERE member_id = ANY($1::uuid[])", list(member_ids)
    )


async def _replace_password(
    connection: Any, member_id: UUID, password_hash: str, but: bytes = b""
) -> None:
    await connection.execute(
        "UPDATE account SET password_hash = $2 WHERE member_id = $1", member_id, password_hash
    )
    await connection.execute(
        "DELETE FROM invitation WHERE member_id = $1 AND purpose = $2", member_id, Purpose.PASSWORD
    )
    await _forget_sessions(connection, member_id, but)


async def _forget_sessions(connection: Any, member_id: UUID, but: bytes = b"") -> None:
    await connection.execute(
        "DELETE FROM session WHERE member_id = $1 AND token_hash <> $2", member_id, but
    )


def _agent(row: asyncpg.Record, credential: bytes) -> Agent:
    return Agent(
        member_id=row["member_id"],
        public_name=row["public_name"],
        full_name=row["full_name"],
        role=Role(row["role"]),
        credential=credential,
    )
