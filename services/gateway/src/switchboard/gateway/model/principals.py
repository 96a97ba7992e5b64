"""Who asks: an agent who is signed in, or a visitor with a token."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from switchboard.contracts.words import Role


@dataclass(frozen=True, slots=True)
class Agent:
    """A signed-in member of the team."""

    member_id: UUID
    public_name: str
    full_name: str
    role: Role
    session: bytes = b""
    """The hash of the session's token; names the session, opens nothing."""

    @property
    def principal(self) -> str:
        """The name under which this agent's command ids are made (rule N5)."""
        return f"member:{self.member_id}"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser on one site."""

    visitor_id: UUID
    site: str

    @property
    def principal(self) -> str:
        """The name under which this visitor's command ids are made; always of the token."""
        return f"visitor:{self.visitor_id}"


Principal: TypeAlias = Agent | Visitor
