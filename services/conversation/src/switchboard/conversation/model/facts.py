"""What decisions know besides the conversation: values, loaded once a poll, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


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
    escalation: timedelta = timedelta(minutes=2)
    """When everyone is told once more that somebody waits (rule H8)."""
    giving_up: timedelta = timedelta(minutes=10)
    """When the user is asked for an e-mail address, since nobody has accepted (rule H8)."""
    reminder: timedelta = timedelta(minutes=3)
    """When the assigned agent is reminded of a user who waits (rule H11)."""
    overdue: timedelta = timedelta(minutes=10)
    """When the others are told of that user (rule H11)."""
    absence: timedelta = timedelta(minutes=5)
    """How long the assigned agent may be offline while a user waits (rule H9)."""
    idle: timedelta = timedelta(hours=24)
    """After how long without a word a conversation is closed (rule X4)."""
    idle_warning: timedelta = timedelta(hours=1)
    """How long before that the user is told."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one poll.

    Attributes:
        online: the active members who are active in the panel (rule P1).
        away: the active members whose panel is open, but idle.
        seen: when a member was last reported by a gateway.
        presence_known: whether an absence from `online` may be believed.
        ai_enabled: whether new conversations start with the AI (rule C1).
        conversations: those of each person or visitor who is erased in this poll (rule E1).
    """

    members: Mapping[UUID, Member] = field(default_factory=dict)
    online: frozenset[UUID] = frozenset()
    away: frozenset[UUID] = frozenset()
    seen: Mapping[UUID, datetime] = field(default_factory=dict)
    presence_known: bool = True
    ai_enabled: bool = True
    limits: Limits = field(default_factory=Limits)
    conversations: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    def active_member(self, member_id: UUID) -> Member | None:
        """The member, if they are on the team now."""
        member = self.members.get(member_id)
        return member if member is not None and member.active else None

    @property
    def nobody_to_be_had(self) -> bool:
        """Whether everyone is known to be offline (rules O1, P2)."""
        return self.presence_known and not self.online and not self.away

    def within_reach(self) -> tuple[UUID, ...]:
        """Whom to tell that a human is asked for (rules H3, P2).

        Who is online, else who is away, else, before presence is known, all who may be there.
        """
        if self.online:
            return tuple(sorted(self.online))
        if self.away or self.presence_known:
            return tuple(sorted(self.away))
        return tuple(sorted(member.id for member in self.members.values() if member.active))

    def offline_since(self, member_id: UUID) -> datetime | None:
        """When a member was last there; None while they are, or while that is not known."""
        if not self.presence_known or member_id in self.online or member_id in self.away:
            return None
        return self.seen.get(member_id, _NEVER)
