"""What decisions know besides the conversation: values, loaded once a poll, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Member:
    """A team member as decisions need them."""

    id: UUID
    public_name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that an operator can change."""

    turn: timedelta = timedelta(seconds=30)
    """How long the AI may take (rule C6)."""
    presence_grace: timedelta = timedelta(seconds=60)
    """How long after a start nobody is taken for offline (design §3)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one poll.

    Attributes:
        online: the active members with a live connection (rule P1).
        presence_known: whether an absence from `online` may be believed.
        ai_enabled: whether new conversations start with the AI (rule C1).
    """

    members: Mapping[UUID, Member] = field(default_factory=dict)
    online: frozenset[UUID] = frozenset()
    presence_known: bool = True
    ai_enabled: bool = True
    limits: Limits = field(default_factory=Limits)

    def active_member(self, member_id: UUID) -> Member | None:
        """The member, if they are on the team now."""
        member = self.members.get(member_id)
        return member if member is not None and member.active else None

    def within_reach(self) -> tuple[UUID, ...]:
        """Whom to tell that a human is asked for: who is online, else all who may be (rule H3)."""
        if self.online or self.presence_known:
            return tuple(sorted(self.online))
        return tuple(sorted(member.id for member in self.members.values() if member.active))
