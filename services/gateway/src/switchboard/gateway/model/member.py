"""A team member: the gateway's one entity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
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


def changed_standing(before: Member | None, after: Member) -> dict[str, Any]:
    """What of a member is not as it was: role and standing with their value, names without."""
    shown = ("role", "active")
    names = ("public_name", "full_name")
    changed: dict[str, Any] = {
        field: getattr(after, field)
        for field in shown
        if before is None or getattr(before, field) != getattr(after, field)
    }
    renamed = before is not None and any(getattr(before, n) != getattr(after, n) for n in names)
    return changed | ({"renamed": True} if renamed else {})
