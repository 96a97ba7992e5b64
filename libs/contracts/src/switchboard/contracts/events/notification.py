"""What the notification service states about who was told what."""

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.message import ConversationId, MemberId, Message, Moment


class NotificationKind(StrEnum):
    """What a member is told about."""

    HAND_OFF = "hand_off"


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


NOTIFICATION_EVENTS = (NotificationRequested, NotificationWithdrawn, NotificationSeen)
