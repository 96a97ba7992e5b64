"""What was said, by whom and to whom."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.commands.conversation import Attachment, Citation
from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import LongText, MemberId, Part, ShortText, VisitorId
from switchboard.contracts.words import Audience, SystemLine


class UserMessageSent(ConversationEvent):
    """The user wrote."""

    type: Literal["conversation.user_message_sent"] = "conversation.user_message_sent"
    version: Literal[1] = 1
    message_id: UUID
    visitor_id: VisitorId
    text: LongText
    attachments: tuple[Attachment, ...] = ()


class Mention(Part):
    """A member whom a text names as `<@member id>` (rule N2)."""

    member_id: MemberId
    name: ShortText
    """The public name that users read in its place."""


class AgentMessageSent(ConversationEvent):
    """An agent wrote to the user."""

    type: Literal["conversation.agent_message_sent"] = "conversation.agent_message_sent"
    version: Literal[1] = 1
    message_id: UUID
    agent_id: MemberId
    agent_name: ShortText
    text: LongText
    mentions: tuple[Mention, ...] = ()
    """The members whom the text names."""
    attachments: tuple[Attachment, ...] = ()


class AiMessageSent(ConversationEvent):
    """The AI's reply was accepted (rule C3)."""

    type: Literal["conversation.ai_message_sent"] = "conversation.ai_message_sent"
    version: Literal[1] = 1
    message_id: UUID
    turn: int
    epoch: int
    text: LongText
    sources: tuple[Citation, ...] = ()


class InternalNoteAdded(ConversationEvent):
    """An agent wrote for the team only; users never learn of it (rules C9, N1)."""

    type: Literal["conversation.internal_note_added"] = "conversation.internal_note_added"
    version: Literal[1] = 1
    message_id: UUID
    agent_id: MemberId
    agent_name: ShortText
    text: LongText
    attachments: tuple[Attachment, ...] = ()


class MembersMentioned(ConversationEvent):
    """A message or a note names members; it says nothing of what else stands there (rule N2)."""

    type: Literal["conversation.members_mentioned"] = "conversation.members_mentioned"
    version: Literal[1] = 1
    message_id: UUID
    agent_id: MemberId
    notify: tuple[MemberId, ...]
    """Everyone named, but for the one who wrote."""


class SystemMessageAdded(ConversationEvent):
    """The system tells something; the audience is fixed here."""

    type: Literal["conversation.system_message_added"] = "conversation.system_message_added"
    version: Literal[1] = 1
    message_id: UUID
    line: SystemLine
    audience: Audience
    text: ShortText
