"""What the gateway can be asked to do about the team."""

from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.message import MemberId, Message, ShortText
from switchboard.contracts.words import Role

MemberPart = Literal["public_name", "full_name", "role", "active"]
"""What others see of a member."""


class SaveMember(Message):
    """Add a member or change what others see of them; credentials never enter Kafka."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["team.save_member"] = "team.save_member"
    version: Literal[1] = 1
    member_id: MemberId
    public_name: ShortText
    full_name: ShortText
    role: Role
    active: bool = True
    by: MemberId | None = None
    """Who asks; none for the server's command line."""
    by_api_key: UUID | None = None
    """The API key that they ask with, if with one."""
    changes: tuple[MemberPart, ...] | None = None
    """What of a known member is to change, the rest not being looked at; none: all of it."""


TEAM_COMMANDS = (SaveMember,)
