"""What waits for a human, and who was told of it (rules O5, P2): one list for the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

WORKSPACE = "workspace"
"""The key of the one list."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A conversation that waits.

    Attributes:
        told: the members who were told of it by itself, when it began or was escalated.
        told_of_all: the members who were told of it with all else that waits.
    """

    since: datetime
    told: frozenset[UUID] = frozenset()
    told_of_all: frozenset[UUID] = frozenset()

    def is_known_to(self, member_id: UUID) -> bool:
        """Whether the member was told of it in one way or another."""
        return member_id in self.told or member_id in self.told_of_all


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Every conversation that waits, and who came online a moment ago.

    Attributes:
        arrivals: when each of those came.
    """

    waits: Mapping[UUID, Wait] = field(default_factory=dict)
    arrivals: Mapping[UUID, datetime] = field(default_factory=dict)

    def longest_first(self) -> tuple[UUID, ...]:
        """The conversations, by how long they have waited."""
        return tuple(sorted(self.waits, key=lambda one: (self.waits[one].since, one)))

    def has_news_for(self, member_id: UUID) -> bool:
        """Whether anything waits that the member was not told of."""
        return any(not wait.is_known_to(member_id) for wait in self.waits.values())

    def with_wait(self, conversation_id: UUID, wait: Wait) -> "WaitingList":
        """The list with this conversation as it waits now."""
        return replace(self, waits={**self.waits, conversation_id: wait})

    def without(self, conversation_id: UUID) -> "WaitingList":
        """The list without the conversation."""
        left = {one: wait for one, wait in self.waits.items() if one != conversation_id}
        return replace(self, waits=left)

    def with_arrival(self, member_id: UUID, at: datetime, oldest: datetime) -> "WaitingList":
        """A member came; who came before `oldest` is forgotten."""
        arrivals = {**self.arrivals, member_id: at}
        return replace(self, arrivals={one: at for one, at in arrivals.items() if at > oldest})

    def known_to(self, member_id: UUID) -> "WaitingList":
        """The member was told of all that waits."""
        told = {
            one: replace(wait, told_of_all=wait.told_of_all | {member_id})
            for one, wait in self.waits.items()
        }
        return replace(self, waits=told)
