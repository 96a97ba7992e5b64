"""Adding a member, or changing what others see of them."""

from datetime import datetime

from switchboard.contracts.commands.team import SaveMember
from switchboard.gateway.model.member import Member


def save_member(member: Member | None, command: SaveMember, now: datetime) -> Member:
    """The member as they are now; the revision rises only if something changed."""
    saved = Member(
        member_id=command.member_id,
        revision=member.revision if member else 0,
        public_name=command.public_name,
        full_name=command.full_name,
        role=command.role,
        active=command.active,
        at=member.at if member else now,
    )
    if saved == member:
        return member
    return Member(
        member_id=saved.member_id,
        revision=saved.revision + 1,
        public_name=saved.public_name,
        full_name=saved.full_name,
        role=saved.role,
        active=saved.active,
        at=now,
    )
