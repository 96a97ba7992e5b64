"""What requests and answers look like that concern the team."""

from uuid import UUID

from pydantic import BaseModel

from switchboard.contracts.message import ShortText
from switchboard.contracts.words import Role
from switchboard.gateway.api.schemas.asked import Asked, Email, Password


class NewMember(Asked):
    """A member to add."""

    email: Email
    password: Password
    full_name: ShortText
    public_name: ShortText | None = None
    role: Role = Role.AGENT


class MemberChange(Asked):
    """What is to be changed of a member; what is left out stays."""

    public_name: ShortText | None = None
    full_name: ShortText | None = None
    role: Role | None = None
    active: bool | None = None


class MemberAnswer(BaseModel):
    """A member of the team."""

    member_id: UUID
    public_name: str
    full_name: str
    role: Role


class MemberInTeam(MemberAnswer):
    """A member in the team's list."""

    active: bool
    online: bool
    away: bool
    email: str | None = None
    """For Admins only."""


class Team(BaseModel):
    """Everyone in the team."""

    members: list[MemberInTeam]
