"""What one member is told at the moment, as decisions see it."""

from dataclasses import dataclass, replace
from uuid import UUID

from switchboard.contracts.events.notification import NotificationKind


@dataclass(frozen=True, slots=True)
class Notification:
    """Something a member was told about a conversation, and that still holds.

    Attributes:
        seen: whether the member saw it; it is taken back all the same once it is moot.
    """

    id: UUID
    conversation_id: UUID
    kind: NotificationKind
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A member's notifications that were not taken back, oldest first."""

    member_id: UUID
    open: tuple[Notification, ...] = ()

    def find(self, notification_id: UUID) -> Notification | None:
        """The open notification of this id, if the member has it."""
        return next((one for one in self.open if one.id == notification_id), None)

    def moot_about(self, conversation_id: UUID) -> tuple[Notification, ...]:
        """What the member was told of a conversation and is moot once somebody has acted on it.

        That somebody named them is not: only they can answer that.
        """
        return tuple(
            one
            for one in self.open
            if one.conversation_id == conversation_id and one.kind is not NotificationKind.MENTION
        )

    def without(self, gone: tuple[Notification, ...]) -> "Told":
        """What remains when these are taken back."""
        return replace(self, open=tuple(one for one in self.open if one not in gone))

    def with_one_more(self, new: Notification) -> "Told":
        """The member is told one thing more."""
        return replace(self, open=(*self.open, new))

    def having_seen(self, seen: Notification) -> "Told":
        """The member saw one of them."""
        marked = tuple(replace(one, seen=one.seen or one.id == seen.id) for one in self.open)
        return replace(self, open=marked)
