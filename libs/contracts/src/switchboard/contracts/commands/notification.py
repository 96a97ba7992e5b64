"""What the notification service can be asked to do."""

from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.events.notification import NotificationKind, Way
from switchboard.contracts.message import ConversationId, MemberId, Message, Moment


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
    conversation_ids: tuple[ConversationId, ...] = ()
    """All that waits, if the member is told of all at once, the longest wait first."""
    since: Moment | None = None
    """Since when the user waits, where that is what the member is told."""


class Withdraw(Message):
    """Take back what is moot (rule H5)."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.withdraw"] = "notification.withdraw"
    version: Literal[1] = 1
    member_id: MemberId
    conversation_id: ConversationId
    kinds: tuple[NotificationKind, ...] = ()
    """Only these; without any, all but mentions."""


class MarkDelivered(Message):
    """A gateway has handed a notification to a live panel of the member."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.mark_delivered"] = "notification.mark_delivered"
    version: Literal[1] = 1
    member_id: MemberId
    notification_id: UUID


class MarkSeen(Message):
    """The member saw a notification."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.mark_seen"] = "notification.mark_seen"
    version: Literal[1] = 1
    member_id: MemberId
    notification_id: UUID


class MarkClicked(Message):
    """The member followed a notification to its conversation."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.mark_clicked"] = "notification.mark_clicked"
    version: Literal[1] = 1
    member_id: MemberId
    notification_id: UUID


class SetPreferences(Message):
    """The member does without some notifications, here and there; all else is told."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.set_preferences"] = "notification.set_preferences"
    version: Literal[1] = 1
    member_id: MemberId
    muted: tuple[Way, ...]


class BeginWaiting(Message):
    """A conversation waits for a human, or goes on waiting; key: `workspace`."""

    key_field: ClassVar[str] = "workspace"
    type: Literal["notification.begin_waiting"] = "notification.begin_waiting"
    version: Literal[1] = 1
    workspace: Literal["workspace"] = "workspace"
    conversation_id: ConversationId
    since: Moment
    told: tuple[MemberId, ...] = ()
    """The members who are told of it by themselves."""


class EndWaiting(Message):
    """A conversation waits no longer; key: `workspace`."""

    key_field: ClassVar[str] = "workspace"
    type: Literal["notification.end_waiting"] = "notification.end_waiting"
    version: Literal[1] = 1
    workspace: Literal["workspace"] = "workspace"
    conversation_id: ConversationId


class TellOfWaiting(Message):
    """A member came online: tell them once of all that waits (rules O5, P2); key: `workspace`."""

    key_field: ClassVar[str] = "workspace"
    type: Literal["notification.tell_of_waiting"] = "notification.tell_of_waiting"
    version: Literal[1] = 1
    workspace: Literal["workspace"] = "workspace"
    member_id: MemberId
    came_at: Moment | None = None
    """When they came, by the clock of whoever saw it; now if it is not said."""


NOTIFICATION_COMMANDS = (
    Notify,
    Withdraw,
    MarkDelivered,
    MarkSeen,
    MarkClicked,
    SetPreferences,
    BeginWaiting,
    EndWaiting,
    TellOfWaiting,
)
