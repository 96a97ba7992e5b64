"""What the notification service states about who was told what."""

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    MemberId,
    Message,
    Moment,
    Part,
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


class Place(StrEnum):
    """Where a member can be told."""

    PANEL = "panel"
    EMAIL = "email"
    PUSH = "push"


class Offer(StrEnum):
    """What a member can do at once about what they are told; named as the acts of the socket."""

    ACCEPT = "accept"
    TAKE_OVER = "take_over"


class Way(Part):
    """One kind of notification in one place."""

    kind: NotificationKind
    place: Place


class _NotificationEvent(Message):
    """The notification as it is after the fact."""

    key_field: ClassVar[str] = "member_id"
    member_id: MemberId
    notification_id: UUID
    conversation_id: ConversationId
    """The conversation that it opens: the one that has waited longest, of several."""
    kind: NotificationKind
    at: Moment
    conversation_ids: tuple[ConversationId, ...] = ()
    """If it tells of all that waits (rules O5, P2): what still does, the longest wait first."""
    offers: Offer | None = None
    since: Moment | None = None
    """Since when the user waits, where that is what the member is told."""
    requested_at: Moment | None = None
    delivered_at: Moment | None = None
    seen_at: Moment | None = None
    clicked_at: Moment | None = None
    unread: int | None = None
    """How many notifications the member has not seen, after this fact."""


class NotificationRequested(_NotificationEvent):
    """A member is to be told (rule H3)."""

    type: Literal["notification.requested"] = "notification.requested"
    version: Literal[1] = 1


class NotificationDelivered(_NotificationEvent):
    """It was handed to a live panel of the member."""

    type: Literal["notification.delivered"] = "notification.delivered"
    version: Literal[1] = 1


class NotificationWithdrawn(_NotificationEvent):
    """What a member was told is moot (rule H5)."""

    type: Literal["notification.withdrawn"] = "notification.withdrawn"
    version: Literal[1] = 1


class NotificationShortened(_NotificationEvent):
    """One of several conversations that it tells of waits no longer; the others do (rule H5)."""

    type: Literal["notification.shortened"] = "notification.shortened"
    version: Literal[1] = 1


class NotificationSeen(_NotificationEvent):
    """The member saw it."""

    type: Literal["notification.seen"] = "notification.seen"
    version: Literal[1] = 1


class NotificationClicked(_NotificationEvent):
    """The member followed it to the conversation."""

    type: Literal["notification.clicked"] = "notification.clicked"
    version: Literal[1] = 1


class NotificationFailed(_NotificationEvent):
    """A way outside the panel could not be taken; the panel's own notification stands."""

    type: Literal["notification.failed"] = "notification.failed"
    version: Literal[1] = 1
    channel: Channel
    outcome: ShortText
    """`not_configured` if the deployment has no such channel, `muted` if the member wants it so."""


class PreferencesChanged(Message):
    """A member said which notifications they do without, and where."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["notification.preferences_changed"] = "notification.preferences_changed"
    version: Literal[1] = 1
    member_id: MemberId
    muted: tuple[Way, ...]
    """Everything that is muted now; all else is told."""
    at: Moment


PANEL_EVENTS = (
    NotificationRequested,
    NotificationDelivered,
    NotificationWithdrawn,
    NotificationShortened,
    NotificationSeen,
    NotificationClicked,
)
"""What becomes of a notification in the panel; what failed outside it says nothing of that one."""

NOTIFICATION_EVENTS = (
    *PANEL_EVENTS,
    NotificationFailed,
    PreferencesChanged,
)
