"""What the user may see of a conversation: own numbers, own ids, nothing taken from the team's."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from switchboard.contracts.commands.conversation import Attachment, Citation
from switchboard.contracts.message import (
    ConversationId,
    LongText,
    Message,
    Moment,
    PersonId,
    ShortText,
    VisitorId,
)
from switchboard.contracts.words import SystemLine


class PublicSource(StrEnum):
    """Who wrote, as users see it."""

    USER = "user"
    AI = "ai"
    AGENT = "agent"
    SYSTEM = "system"


class PublicStatus(StrEnum):
    """Where the conversation stands, as users see it."""

    ASSISTANT = "assistant"
    WAITING = "waiting"
    AGENT = "agent"
    OFFLINE = "offline"
    CLOSED = "closed"


class PublicEvent(Message):
    """A fact that the user of a conversation may see."""

    conversation_id: ConversationId
    public_seq: int
    """The public stream's own gap-free number, from 1."""
    at: Moment


class PublicConversationOpened(PublicEvent):
    """The conversation began."""

    type: Literal["public.conversation_opened"] = "public.conversation_opened"
    version: Literal[1] = 1
    visitor_id: VisitorId
    status: PublicStatus
    previous_conversation_id: ConversationId | None = None
    person_id: PersonId | None = None
    """The person whose conversation it is, if the visitor was identified before (rule I1)."""


class PublicMessagePosted(PublicEvent):
    """A message that the user may see."""

    type: Literal["public.message_posted"] = "public.message_posted"
    version: Literal[1] = 1
    message_id: UUID
    source: PublicSource
    author: ShortText | None = None
    """The public name of the agent who wrote, if one did."""
    text: LongText
    line: SystemLine | None = None
    """What a system message says, for clients that speak another language."""
    sources: tuple[Citation, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class PublicStatusChanged(PublicEvent):
    """Who answers now."""

    type: Literal["public.status_changed"] = "public.status_changed"
    version: Literal[1] = 1
    status: PublicStatus
    agent_name: ShortText | None = None
    email_known: bool = False
    """Whether the user's e-mail address is on record (rule O2)."""


class PublicPersonErased(PublicEvent):
    """What this stream held of a person is unreadable now (rule E2)."""

    type: Literal["public.person_erased"] = "public.person_erased"
    version: Literal[1] = 1


PUBLIC_EVENTS = (
    PublicConversationOpened,
    PublicMessagePosted,
    PublicStatusChanged,
    PublicPersonErased,
)
