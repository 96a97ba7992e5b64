"""What the notification service can be asked to do."""

from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.events.notification import NotificationKind
from switchboard.contracts.message import ConversationId, MemberId, Message


class Notify(Message):
    """Tell a member something about a conversation, once."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.notify"] = "notification.notify"
    version: Literal[1] = 1
    member_id: MemberId
    notification_id: UUID
    kind: NotificationKind
    conversation_id: ConversationId
    reach_out: bool = False
    """Whether the member is away, to be told outside the panel too (rule P2)."""


class Withdraw(Message):
    """Take back what is moot (rule H5)."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.withdraw"] = "notification.withdraw"
    version: Literal[1] = 1
    member_id: MemberId
    conversation_id: ConversationId


class MarkSeen(Message):
    """The member saw a notification."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.mark_seen"] = "notification.mark_seen"
    version: Literal[1] = 1
    member_id: MemberId
    notification_id: UUID


NOTIFICATION_COMMANDS = (Notify, Withdraw, MarkSeen)
