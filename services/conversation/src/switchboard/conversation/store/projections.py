"""Mirrors of what others state: the team, its presence, the AI's settings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from switchboard.contracts.events.assistant import AssistantSettings
from switchboard.contracts.events.team import MemberState, PresenceReported
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ASSISTANT_SETTINGS_TOPIC,
    TEAM_MEMBERS_TOPIC,
    TEAM_PRESENCE_TOPIC,
    Start,
    Topic,
)
from switchboard.runtime.roles import Connection, Incoming

_SAVE_MEMBERS = """
INSERT INTO member (member_id, revision, public_name, active)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::boolean[])
ON CONFLICT (member_id) DO UPDATE SET
    revision = EXCLUDED.revision, public_name = EXCLUDED.public_name, active = EXCLUDED.active
WHERE member.revision <= EXCLUDED.revision
"""

_SAVE_PRESENCE = """
INSERT INTO presence (gateway_id, online, away, lapses_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (gateway_id) DO UPDATE SET
    online = EXCLUDED.online, away = EXCLUDED.away, lapses_at = EXCLUDED.lapses_at
"""

_SAVE_SEEN = """
INSERT INTO member_seen (member_id, seen_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
ON CONFLICT (member_id) DO UPDATE SET seen_at = greatest(member_seen.seen_at, EXCLUDED.seen_at)
"""

_SAVE_SETTINGS = """
INSERT INTO assistant_settings (workspace, enabled) VALUES ($1, $2)
ON CONFLICT (workspace) DO UPDATE SET enabled = EXCLUDED.enabled
"""


class Members:
    """`team.members` into `member`."""

    source: Topic = TEAM_MEMBERS_TOPIC
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (MemberState,)

    async def apply(self, connection: Connection, events: Sequence[Incoming]) -> None:
        """Keep the newest revision of each member."""
        newest = {e.key: e.message for e in events if isinstance(e.message, MemberState)}
        states = list(newest.values())
        await connection.execute(
            _SAVE_MEMBERS,
            [s.member_id for s in states],
            [s.revision for s in states],
            [s.public_name for s in states],
            [s.active for s in states],
        )


class Presence:
    """`team.presence` into `presence`; the only place where a record's Kafka time counts."""

    source: Topic = TEAM_PRESENCE_TOPIC
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (PresenceReported,)

    async def apply(self, connection: Connection, events: Sequence[Incoming]) -> None:
        """Keep the newest report of each gateway process, and when it saw whom."""
        seen: dict[Any, datetime] = {}
        for event in events:
            report = event.message
            if isinstance(report, PresenceReported):
                seen |= dict.fromkeys((*report.online, *report.away), event.time)
        for event in {e.key: e for e in events}.values():
            report = event.message
            if isinstance(report, PresenceReported):
                await _save_report(connection, report, event.time)
        await connection.execute(_SAVE_SEEN, list(seen), list(seen.values()))


async def _save_report(connection: Connection, report: PresenceReported, at: datetime) -> None:
    lapses_at = at + timedelta(seconds=report.ttl_seconds)
    await connection.execute(
        _SAVE_PRESENCE, report.gateway_id, list(report.online), list(report.away), lapses_at
    )


class AssistantSwitch:
    """`assistant.settings` into `assistant_settings`."""

    source: Topic = ASSISTANT_SETTINGS_TOPIC
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (AssistantSettings,)

    async def apply(self, connection: Connection, events: Sequence[Incoming]) -> None:
        """Keep the newest settings."""
        settings = events[-1].message
        if isinstance(settings, AssistantSettings):
            await connection.execute(_SAVE_SETTINGS, settings.workspace, settings.enabled)
