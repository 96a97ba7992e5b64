"""What the notification service states about who was told what."""

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    MemberId,
    Message,
    Moment,
    ShortText,
)


class NotificationKind(StrEnum):
    """What a member is told about."""

    HAND_OFF = "hand_off"
    ESCALATION = "escalation"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    COLLABORATION = "collaboration"
    REPLY_REMINDER = "reply_reminder"
    REPLY_OVERDUE = "reply_overdue"
    MENTION = "mention"


class Channel(StrEnum):
    """The ways to tell a member outside the panel."""

    EMAIL = "email"
    PUSH = "push"


class _NotificationEvent(Message):
    key_field: ClassVar[str] = "member_id"
    member_id: MemberId
    notification_id: UUID
    conversation_id: ConversationId
    kind: NotificationKind
    at: Moment


class NotificationRequested(_NotificationEvent):
    """A member is to be told (rule H3)."""

    type: Literal["notification.requested"] = "notification.requested"
    version: Literal[1] = 1


class NotificationWithdrawn(_NotificationEvent):
    """What a member was told is moot (rule H5)."""

    type: Literal["notification.withdrawn"] = "notification.withdrawn"
    version: Literal[1] = 1


class NotificationSeen(_NotificationEvent):
    """The member saw it."""

    type: Literal["notification.seen"] = "notification.seen"
    version: Literal[1] = 1


class NotificationFailed(_NotificationEvent):
    """A way outside the panel could not be taken; the panel's own notification stands."""

    type: Literal["notification.failed"] = "notification.failed"
    version: Literal[1] = 1
    channel: Channel
    outcome: ShortText
    """A stable code: `not_configured` when the deployment has no such channel."""


NOTIFICATION_EVENTS = (
    NotificationRequested,
    NotificationWithdrawn,
    NotificationSeen,
    NotificationFailed,
)
