"""What decisions know of members, presence and the AI: read once a poll."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from switchboard.conversation.model.facts import Facts, Limits, Member
from switchboard.runtime.roles import Connection

# One statement: it is asked once a poll, and a poll may be a single message.
_FACTS = """
SELECT team.ids, team.names, team.active, seen.ids AS seen_ids, seen.moments,
    ARRAY(SELECT unnest(online) FROM presence WHERE lapses_at > $1) AS online,
    ARRAY(SELECT unnest(away) FROM presence WHERE lapses_at > $1) AS away,
    (SELECT max(lapses_at) > $1 FROM presence) AS is_reported,
    (SELECT enabled FROM assistant_settings WHERE workspace = 'workspace') AS ai_enabled
FROM (SELECT array_agg(member_id) AS ids, array_agg(public_name) AS names,
        array_agg(active) AS active FROM member) AS team,
    (SELECT array_agg(member_id) AS ids, array_agg(seen_at) AS moments FROM member_seen) AS seen
"""


class FactsSource:
    """Reads the small tables that the projections keep.

    Args:
        limits: the numbers an operator can change.
        clock: the time, for what has lapsed.
        started_at: when this process began; presence is believed a grace period later.

    Every gateway reports as long as it lives, also that nobody is there. So once there was one and
    none of their reports holds, they are not heard: it is not known then who is there (rule P1).
    """

    def __init__(self, limits: Limits, clock: Callable[[], datetime], started_at: datetime) -> None:
        self._limits = limits
        self._clock = clock
        self._believed_from = started_at + limits.presence_grace

    async def read(self, connection: Connection) -> Facts:
        """The facts as of now."""
        now = self._clock()
        row = await connection.fetchrow(_FACTS, now)
        members = _members(row)
        active = frozenset(member.id for member in members.values() if member.active)
        online = active.intersection(row["online"])
        return Facts(
            members=members,
            online=online,
            away=active.intersection(row["away"]) - online,
            seen=dict(zip(row["seen_ids"] or (), row["moments"] or (), strict=True)),
            presence_known=now >= self._believed_from and row["is_reported"] is not False,
            ai_enabled=row["ai_enabled"] is not False,  # on until somebody switches it off
            limits=self._limits,
        )


def _members(row: Any) -> dict[UUID, Member]:
    columns = (row["ids"] or (), row["names"] or (), row["active"] or ())
    return {one: Member(one, name, active) for one, name, active in zip(*columns, strict=True)}
