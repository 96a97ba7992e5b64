"""Who asks: an agent who is signed in or uses an API key, or a visitor with a token."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.ids import text_of
from switchboard.contracts.words import Role
from switchboard.gateway.model.permissions import Action, may


@dataclass(frozen=True, slots=True)
class ApiKeyUse:
    """The API key that somebody came with, and what it is good for at the most."""

    api_key_id: UUID
    scopes: frozenset[Action]


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of the team, as they are at the time of the request."""

    member_id: UUID
    public_name: str
    full_name: str
    role: Role
    credential: bytes = b""
    """The hash of the session's or API key's token; names it, opens nothing."""
    api_key: ApiKeyUse | None = None
    """None for a session, which is good for all that the role allows."""

    @property
    def principal(self) -> str:
        """The name under which this agent's command ids are made (rule N5)."""
        return f"api_key:{self.api_key.api_key_id}" if self.api_key else f"member:{self.member_id}"

    @property
    def api_key_id(self) -> UUID | None:
        """The API key, if they came with one."""
        return self.api_key.api_key_id if self.api_key else None

    def may(self, action: Action) -> bool:
        """Whether they may do this now (rule Team)."""
        return may(self.role, action, self.api_key.scopes if self.api_key else None)


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser on one site.

    Attributes:
        person: who it is, once the host site has vouched for them (rule I1).
    """

    visitor_id: UUID
    site: str
    person: VouchedPerson | None = None

    @property
    def person_id(self) -> UUID | None:
        """Who it is, if that is known."""
        return self.person.person_id if self.person else None

    @property
    def principal(self) -> str:
        """The name under which this visitor's command ids are made; always of the token."""
        return principal_of(self.visitor_id)


def principal_of(visitor_id: UUID) -> str:
    """The name under which a visitor's command ids are made, and their files are kept."""
    return f"visitor:{text_of(visitor_id)}"


Principal: TypeAlias = Agent | Visitor
