"""A team member: the gateway's one entity."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from switchboard.contracts.words import Role


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the team's rules see them; credentials live elsewhere."""

    member_id: UUID
    revision: int
    public_name: str
    full_name: str
    role: Role
    active: bool
    at: datetime

    @property
    def is_admin(self) -> bool:
        """Whether they may manage the team."""
        return self.active and self.role is Role.ADMIN
