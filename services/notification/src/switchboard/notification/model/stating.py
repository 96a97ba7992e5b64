"""What is said of a notification."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from switchboard.contracts.events.notification import (
    NotificationRequested,
    NotificationSeen,
    NotificationWithdrawn,
)
from switchboard.contracts.topics import NOTIFICATION_EVENTS_TOPIC
from switchboard.notification.model.notification import Notification
from switchboard.runtime.roles import Say

Kind: TypeAlias = type[NotificationRequested | NotificationWithdrawn | NotificationSeen]


def stated(
    kind: Kind, member_id: UUID, one: Notification, now: datetime, *, answer: bool = False
) -> Say:
    """The fact about one notification of a member."""
    event = kind(
        member_id=member_id,
        notification_id=one.id,
        conversation_id=one.conversation_id,
        kind=one.kind,
        at=now,
    )
    return Say(NOTIFICATION_EVENTS_TOPIC, event, answer=answer)
