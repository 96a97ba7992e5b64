"""Reading and writing notifications, by the member who is told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from switchboard.contracts.events.notification import (
    NotificationKind,
    NotificationRequested,
    NotificationSeen,
    NotificationWithdrawn,
)
from switchboard.contracts.message import Message
from switchboard.notification.model.notification import Notification, Told
from switchboard.runtime.roles import Change, Connection

_LOAD = """
SELECT notification_id, member_id, conversation_id, kind, seen_at IS NOT NULL AS seen
FROM notification WHERE member_id = ANY($1::uuid[]) AND withdrawn_at IS NULL ORDER BY number
"""

_ADD = """
INSERT INTO notification (notification_id, member_id, conversation_id, kind, requested_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
"""

_MARK = """
UPDATE notification SET
    seen_at = coalesce(notification.seen_at, mark.seen_at),
    withdrawn_at = coalesce(notification.withdrawn_at, mark.withdrawn_at)
FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[])
    AS mark (notification_id, seen_at, withdrawn_at)
WHERE notification.notification_id = mark.notification_id
"""


@dataclass(slots=True)
class _Mark:
    seen_at: datetime | None = None
    withdrawn_at: datetime | None = None


async def load_told(connection: Connection, keys: Sequence[str]) -> dict[str, Told]:
    """What these members were told and still holds, by member id."""
    found: dict[UUID, list[Notification]] = defaultdict(list)
    for row in await connection.fetch(_LOAD, keys):
        one = Notification(
            row["notification_id"],
            row["conversation_id"],
            NotificationKind(row["kind"]),
            seen=row["seen"],
        )
        found[row["member_id"]].append(one)
    return {str(member): Told(member, tuple(open_)) for member, open_ in found.items()}


async def save_notifications(connection: Connection, changes: Sequence[Change[Told]]) -> None:
    """Store the facts of a poll: first what is new, then what became of it."""
    facts = [say.message for change in changes for say in change.says]
    new = [fact for fact in facts if isinstance(fact, NotificationRequested)]
    if new:
        await connection.execute(
            _ADD,
            [fact.notification_id for fact in new],
            [fact.member_id for fact in new],
            [fact.conversation_id for fact in new],
            [fact.kind.value for fact in new],
            [fact.at for fact in new],
        )
    marks = _marks(facts)
    if marks:
        await connection.execute(
            _MARK,
            list(marks),
            [mark.seen_at for mark in marks.values()],
            [mark.withdrawn_at for mark in marks.values()],
        )


def _marks(facts: Sequence[Message]) -> dict[UUID, _Mark]:
    marks: dict[UUID, _Mark] = defaultdict(_Mark)
    for fact in facts:
        if isinstance(fact, NotificationSeen):
            marks[fact.notification_id].seen_at = fact.at
        elif isinstance(fact, NotificationWithdrawn):
            marks[fact.notification_id].withdrawn_at = fact.at
    return marks
