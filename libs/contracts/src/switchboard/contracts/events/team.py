"""What the gateway states about the team."""

from typing import ClassVar, Literal

from switchboard.contracts.message import (
    MemberId,
    Message,
    Moment,
    ShortText,
)
from switchboard.contracts.words import Role


class MemberState(Message):
    """A team member as they are now."""

    key_field: ClassVar[str] = "member_id"
    type: Literal["team.member"] = "team.member"
    version: Literal[1] = 1
    member_id: MemberId
    revision: int
    public_name: ShortText
    full_name: ShortText
    role: Role
    active: bool
    at: Moment


class PresenceReported(Message):
    """The members with a live connection at one gateway process (rule P1)."""

    key_field: ClassVar[str] = "gateway_id"
    type: Literal["team.presence"] = "team.presence"
    version: Literal[1] = 1
    gateway_id: ShortText
    online: tuple[MemberId, ...]
    away: tuple[MemberId, ...] = ()
    """Members whose panel is open but idle, or who say so themselves (rule P1)."""
    ttl_seconds: float
    """Counted from the record's Kafka time; after it the record says nothing."""
