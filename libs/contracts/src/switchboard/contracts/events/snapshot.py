"""The newest state of a conversation, for readers that need no history."""

from typing import Literal

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.message import (
    ConversationId,
    MemberId,
    Message,
    Moment,
    OptionalText,
    Part,
    ShortText,
    VisitorId,
)
from switchboard.contracts.words import Channel, Priority, Source, Status


class Preview(Part):
    """The last public message of a conversation, shortened for a list."""

    source: Source
    text: OptionalText
    at: Moment


class Written(Part):
    """How many messages there were when a member last wrote, theirs included."""

    member_id: MemberId
    messages: int


class ConversationState(Message):
    """A snapshot; one with a lower `seq` than a stored one is ignored."""

    type: Literal["conversation.state"] = "conversation.state"
    version: Literal[1] = 1
    conversation_id: ConversationId
    seq: int
    public_seq: int
    status: Status
    epoch: int
    priority: Priority
    visitor_id: VisitorId
    site: ShortText
    channel: Channel = Channel.CHAT
    user_name: ShortText | None = None
    user_email: ShortText | None = None
    person: VouchedPerson | None = None
    """Whose it is, once the host site has vouched for the user (rule I1)."""
    agent_id: MemberId | None = None
    collaborators: tuple[MemberId, ...] = ()
    previous_conversation_id: ConversationId | None = None
    opened_at: Moment
    changed_at: Moment
    closed_at: Moment | None = None
    unanswered: bool = False
    """Whether a user message waits for a public answer."""
    erased: bool = False
    """Whether its person was erased: no text is left, and none is taken (rule E1)."""
    preview: Preview | None = None
    messages: int = 0
    """How many messages and notes there are; lines of the system are none."""
    written: tuple[Written, ...] = ()
    """For each member who wrote: whoever writes has read what was there."""
