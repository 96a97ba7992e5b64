"""What decisions know of members, presence and the AI: read once a poll."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from switchboard.conversation.model.facts import Facts, Limits, Member
from switchboard.runtime.roles import Connection

_MEMBERS = "SELECT member_id, public_name, active FROM member"
_PRESENT = """
SELECT unnest(online) AS member_id, true AS online FROM presence WHERE lapses_at > $1
UNION ALL SELECT unnest(away), false FROM presence WHERE lapses_at > $1
"""
_SEEN = "SELECT member_id, seen_at FROM member_seen"
_AI = "SELECT enabled FROM assistant_settings WHERE workspace = 'workspace'"


class FactsSource:
    """Reads the small tables that the projections keep.

    Args:
        limits: the numbers an operator can change.
        clock: the time, for what has lapsed.
        started_at: when this process began; presence is believed a grace period later.
    """

    def __init__(self, limits: Limits, clock: Callable[[], datetime], started_at: datetime) -> None:
        self._limits = limits
        self._clock = clock
        self._believed_from = started_at + limits.presence_grace

    async def read(self, connection: Connection) -> Facts:
        """The facts as of now."""
        now = self._clock()
        members = await self._members(connection)
        present = await connection.fetch(_PRESENT, now)
        there = frozenset(row["member_id"] for row in present) & members.keys()
        active = frozenset(m for m in there if members[m].active)
        online = active & frozenset(row["member_id"] for row in present if row["online"])
        enabled = await connection.fetchval(_AI)
        return Facts(
            members=members,
            online=online,
            away=active - online,
            seen={row["member_id"]: row["seen_at"] for row in await connection.fetch(_SEEN)},
            presence_known=now >= self._believed_from,
            ai_enabled=enabled is not False,  # on until somebody switches it off
            limits=self._limits,
        )

    async def _members(self, connection: Connection) -> dict[UUID, Member]:
        rows = await connection.fetch(_MEMBERS)
        return {
            row["member_id"]: Member(row["member_id"], row["public_name"], row["active"])
            for row in rows
        }
