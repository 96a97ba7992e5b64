"""What one member is told at the moment, as decisions see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from switchboard.contracts.events.notification import NotificationKind, Place, Way

REMINDERS = (NotificationKind.REPLY_REMINDER, NotificationKind.REPLY_OVERDUE)
"""What is moot as soon as the user has been answered (rule H11)."""


@dataclass(frozen=True, slots=True)
class Notification:
    """Something a member was told, and that still holds.

    Attributes:
        conversation_id: the one that it opens.
        conversation_ids: if it tells of all that waits, what of it still does (rules O5, P2).
        since: since when the user waits, if that is what it tells.
        delivered_at: when a live panel of the member got it.
        seen_at: when they saw it; it is taken back all the same once it is moot.
        clicked_at: when they followed it.
    """

    id: UUID
    conversation_id: UUID
    kind: NotificationKind
    requested_at: datetime
    conversation_ids: tuple[UUID, ...] = ()
    since: datetime | None = None
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    clicked_at: datetime | None = None

    @property
    def tells_of_all(self) -> bool:
        """Whether it tells of everything that waits, and not of one conversation's hand-off."""
        return bool(self.conversation_ids)

    def is_about(self, conversation_id: UUID) -> bool:
        """Whether the conversation is one of those that it tells of."""
        return conversation_id in (self.conversation_ids or (self.conversation_id,))

    def not_about(self, conversation_id: UUID) -> "Notification | None":
        """It without the conversation; None if nothing is left to tell."""
        left = tuple(one for one in self.conversation_ids if one != conversation_id)
        return replace(self, conversation_id=left[0], conversation_ids=left) if left else None


@dataclass(frozen=True, slots=True)
class Told:
    """A member's notifications that were not taken back, oldest first, and their preferences.

    Attributes:
        muted: what the member does without; all else is told.
    """

    member_id: UUID
    open: tuple[Notification, ...] = ()
    muted: frozenset[Way] = frozenset()

    @property
    def unread(self) -> int:
        """How many of them the member has not seen."""
        return sum(one.seen_at is None for one in self.open)

    def mutes(self, kind: NotificationKind, place: Place) -> bool:
        """Whether the member does without this kind in this place."""
        return Way(kind=kind, place=place) in self.muted

    def find(self, notification_id: UUID) -> Notification | None:
        """The open notification of this id, if the member has it."""
        return next((one for one in self.open if one.id == notification_id), None)

    def without(self, gone: Iterable[Notification]) -> "Told":
        """What remains when these are taken back."""
        taken_back = {one.id for one in gone}
        return replace(self, open=tuple(one for one in self.open if one.id not in taken_back))

    def with_one_more(self, new: Notification) -> "Told":
        """The member is told one thing more."""
        return replace(self, open=(*self.open, new))

    def with_changed(self, changed: Notification) -> "Told":
        """One of them is otherwise now."""
        return replace(
            self, open=tuple(changed if one.id == changed.id else one for one in self.open)
        )
