"""Reading and writing notifications and preferences, by the member who is told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.events.notification import (
    NotificationClicked,
    NotificationDelivered,
    NotificationKind,
    NotificationRequested,
    NotificationSeen,
    NotificationShortened,
    NotificationWithdrawn,
    Place,
    PreferencesChanged,
    Way,
)
from switchboard.contracts.message import Message
from switchboard.notification.model.notification import Notification, Told
from switchboard.runtime.roles import Change, Connection

_LOAD = """
SELECT notification_id AS id, member_id, conversation_id, kind, requested_at, conversation_ids,
    since, delivered_at, seen_at, clicked_at
FROM notification WHERE member_id = ANY($1::uuid[]) AND withdrawn_at IS NULL ORDER BY number
"""

_LOAD_MUTED = "SELECT member_id, kind, place FROM muted WHERE member_id = ANY($1::uuid[])"

_ADD = """
INSERT INTO notification
    (notification_id, member_id, conversation_id, kind, requested_at, conversation_ids, since)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""

_MARK = """
UPDATE notification SET
    delivered_at = coalesce(notification.delivered_at, mark.delivered_at),
    seen_at = coalesce(notification.seen_at, mark.seen_at),
    clicked_at = coalesce(notification.clicked_at, mark.clicked_at),
    withdrawn_at = coalesce(notification.withdrawn_at, mark.withdrawn_at)
FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
    AS mark (notification_id, delivered_at, seen_at, clicked_at, withdrawn_at)
WHERE notification.notification_id = mark.notification_id
"""

_SHORTEN = """
UPDATE notification SET conversation_id = $2, conversation_ids = $3 WHERE notification_id = $1
"""


@dataclass(slots=True)
class _Mark:
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    clicked_at: datetime | None = None
    withdrawn_at: datetime | None = None


async def load_told(connection: Connection, keys: Sequence[str]) -> dict[str, Told]:
    """What these members were told and still holds, and what they mute, by member id."""
    open_: dict[UUID, list[Notification]] = defaultdict(list)
    muted: dict[UUID, set[Way]] = defaultdict(set)
    for row in await connection.fetch(_LOAD, keys):
        open_[row["member_id"]].append(_notification(row))
    for row in await connection.fetch(_LOAD_MUTED, keys):
        way = Way(kind=NotificationKind(row["kind"]), place=Place(row["place"]))
        muted[row["member_id"]].add(way)
    return {
        str(member): Told(member, tuple(open_[member]), frozenset(muted[member]))
        for member in {*open_, *muted}
    }


def _notification(row: Any) -> Notification:
    fields = dict(row)
    del fields["member_id"]
    fields["kind"] = NotificationKind(row["kind"])
    fields["conversation_ids"] = tuple(row["conversation_ids"])
    return Notification(**fields)


async def save_notifications(connection: Connection, changes: Sequence[Change[Any]]) -> None:
    """Store the facts of a poll: first what is new, then what became of it, then preferences."""
    facts = [say.message for change in changes for say in change.says]
    new = [_row(fact) for fact in facts if isinstance(fact, NotificationRequested)]
    if new:
        await connection.executemany(_ADD, new)
    marks = _marks(facts)
    if marks:
        await connection.execute(_MARK, list(marks), *_columns(list(marks.values())))
    shorter = [_shorter(fact) for fact in facts if isinstance(fact, NotificationShortened)]
    if shorter:
        await connection.executemany(_SHORTEN, shorter)
    for fact in facts:
        if isinstance(fact, PreferencesChanged):
            await _save_preferences(connection, fact)


def _row(fact: NotificationRequested) -> tuple[Any, ...]:
    return (
        fact.notification_id,
        fact.member_id,
        fact.conversation_id,
        fact.kind.value,
        fact.at,
        list(fact.conversation_ids),
        fact.since,
    )


def _marks(facts: Sequence[Message]) -> dict[UUID, _Mark]:
    marks: dict[UUID, _Mark] = defaultdict(_Mark)
    for fact in facts:
        if isinstance(fact, NotificationDelivered):
            marks[fact.notification_id].delivered_at = fact.at
        elif isinstance(fact, NotificationSeen):
            marks[fact.notification_id].seen_at = fact.at
        elif isinstance(fact, NotificationClicked):
            marks[fact.notification_id].clicked_at = fact.at
        elif isinstance(fact, NotificationWithdrawn):
            marks[fact.notification_id].withdrawn_at = fact.at
    return marks


def _columns(marks: Sequence[_Mark]) -> list[list[datetime | None]]:
    return [
        [mark.delivered_at for mark in marks],
        [mark.seen_at for mark in marks],
        [mark.clicked_at for mark in marks],
        [mark.withdrawn_at for mark in marks],
    ]


def _shorter(fact: NotificationShortened) -> tuple[Any, ...]:
    return fact.notification_id, fact.conversation_id, list(fact.conversation_ids)


async def _save_preferences(connection: Connection, fact: PreferencesChanged) -> None:
    await connection.execute("DELETE FROM muted WHERE member_id = $1", fact.member_id)
    await connection.executemany(
        "INSERT INTO muted (member_id, kind, place) VALUES ($1, $2, $3)",
        [(fact.member_id, way.kind.value, way.place.value) for way in fact.muted],
    )
