"""The team: the decider's own rows, and the mirror of `team.members`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.contracts.events.team import MemberState
from switchboard.contracts.words import Role
from switchboard.gateway.model.member import Member


async def load_members(connection: Any, keys: Sequence[str]) -> dict[str, Member]:
    """The entities among these keys."""
    rows = await connection.fetch(
        "SELECT * FROM team_member WHERE member_id = ANY($1::uuid[])", [UUID(k) for k in keys]
    )
    return {str(row["member_id"]): _member(row) for row in rows}


async def hold_admins(connection: Any) -> set[UUID]:
    """The active Admins; until the transaction ends no other one changes who they are."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('team admins'))")
    rows = await connection.fetch(
        "SELECT member_id FROM team_member WHERE role = $1 AND active", Role.ADMIN.value
    )
    return {row["member_id"] for row in rows}


def _member(row: asyncpg.Record) -> Member:
    return Member(
        member_id=row["member_id"],
        revision=row["revision"],
        public_name=row["public_name"],
        full_name=row["full_name"],
        role=Role(row["role"]),
        active=row["active"],
        at=row["at"],
    )


async def save_members(connection: Any, members: Sequence[Member]) -> None:
    """Store the entities as they are now."""
    await connection.executemany(
        "INSERT INTO team_member "
        "(member_id, revision, public_name, full_name, role, active, at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (member_id) DO UPDATE SET "
        "revision = excluded.revision, public_name = excluded.public_name, "
        "full_name = excluded.full_name, role = excluded.role, active = excluded.active, "
        "at = excluded.at",
        [
            (m.member_id, m.revision, m.public_name, m.full_name, m.role, m.active, m.at)
            for m in members
        ],
    )


async def mirror_members(connection: Any, states: Sequence[MemberState]) -> None:
    """Store what `team.members` says; an older revision changes nothing."""
    await connection.executemany(
        "INSERT INTO member (member_id, revision, public_name, full_name, role, active) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (member_id) DO UPDATE SET "
        "revision = excluded.revision, public_name = excluded.public_name, "
        "full_name = excluded.full_name, role = excluded.role, active = excluded.active "
        "WHERE member.revision <= excluded.revision",
        [(s.member_id, s.revision, s.public_name, s.full_name, s.role, s.active) for s in states],
    )


async def is_mirrored(pool: asyncpg.Pool, member_id: UUID) -> bool:
    """Whether the mirror shows a member as the decider has stored them, or later."""
    shown = await pool.fetchval(
        "SELECT EXISTS (SELECT FROM team_member JOIN member USING (member_id) "
        "WHERE member_id = $1 AND member.revision >= team_member.revision)",
        member_id,
    )
    return bool(shown)


async def member_of_team(pool: asyncpg.Pool, member_id: UUID) -> dict[str, Any] | None:
    """One member as the team sees them."""
    row = await pool.fetchrow(
        "SELECT member_id, public_name, full_name, role, active FROM member WHERE member_id = $1",
        member_id,
    )
    return dict(row) if row else None


async def team(pool: asyncpg.Pool) -> list[dict[str, Any]]:
    """Everyone in the team, by name."""
    rows = await pool.fetch(
        "SELECT member_id, public_name, full_name, role, active FROM member ORDER BY full_name"
    )
    return [dict(row) for row in rows]
