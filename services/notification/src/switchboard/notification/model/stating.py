"""What is said of a notification."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from switchboard.contracts.events.notification import (
    Channel,
    NotificationFailed,
    NotificationRequested,
    NotificationSeen,
    NotificationWithdrawn,
)
from switchboard.contracts.topics import NOTIFICATION_EVENTS_TOPIC
from switchboard.notification.model.notification import Notification
from switchboard.runtime.roles import Say

NOT_CONFIGURED = "not_configured"
"""The outcome of a channel that this deployment does not have."""

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


def not_reached(member_id: UUID, one: Notification, now: datetime) -> Say:
    """The fact that a member who is away was told in the panel alone: no e-mail is set up."""
    event = NotificationFailed(
        member_id=member_id,
        notification_id=one.id,
        conversation_id=one.conversation_id,
        kind=one.kind,
        at=now,
        channel=Channel.EMAIL,
        outcome=NOT_CONFIGURED,
    )
    return Say(NOTIFICATION_EVENTS_TOPIC, event)
