"""Adding a member, or changing what others see of them."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.team import SaveMember
from switchboard.gateway.model.member import Member
from switchboard.runtime.roles import Accepted, Refused

LAST_ADMIN = "last_admin"
_PARTS = ("public_name", "full_name", "role", "active")


def save_member(
    member: Member | None, command: SaveMember, now: datetime, *, other_admins: bool
) -> Accepted[Member] | Refused[Member]:
    """The member as they are now; the revision rises only if something changed (rule Team).

    A command that names what it changes leaves the rest as it is now, not as its asker saw it.
    The last Admin can be neither disabled nor demoted: nobody could undo it.
    """
    saved = _asked_for(member, command, now)
    if member is not None and member.is_admin and not (saved.is_admin or other_admins):
        return Refused(LAST_ADMIN)
    if saved == member:
        return Accepted(member)
    return Accepted(replace(saved, revision=saved.revision + 1, at=now))


def _asked_for(member: Member | None, command: SaveMember, now: datetime) -> Member:
    """The member with what the command changes, at the revision before it."""
    if member is None:
        member = Member(
            member_id=command.member_id,
            revision=0,
            public_name=command.public_name,
            full_name=command.full_name,
            role=command.role,
            active=command.active,
            at=now,
        )
    parts = _PARTS if command.changes is None else command.changes
    return replace(member, **{part: getattr(command, part) for part in parts})
