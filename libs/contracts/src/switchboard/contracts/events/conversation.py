"""What the conversation service states to the team: every fact, with a gap-free `seq`."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.message import (
    ConversationId,
    LongText,
    MemberId,
    Message,
    Moment,
    ShortText,
    VisitorId,
)
from switchboard.contracts.words import Audience, HandOffReason, Status, SystemLine


class ConversationEvent(Message):
    """A fact of one conversation."""

    conversation_id: ConversationId
    seq: int
    """The conversation's own gap-free number, from 1."""
    at: Moment


class ConversationOpened(ConversationEvent):
    """A conversation began (rules C1, X2)."""

    type: Literal["conversation.opened"] = "conversation.opened"
    version: Literal[1] = 1
    visitor_id: VisitorId
    site: ShortText
    status: Status
    epoch: int
    previous_conversation_id: ConversationId | None = None
    user_name: ShortText | None = None


class UserMessageSent(ConversationEvent):
    """The user wrote."""

    type: Literal["conversation.user_message_sent"] = "conversation.user_message_sent"
    version: Literal[1] = 1
    message_id: UUID
    visitor_id: VisitorId
    text: LongText


class AgentMessageSent(ConversationEvent):
    """An agent wrote to the user."""

    type: Literal["conversation.agent_message_sent"] = "conversation.agent_message_sent"
    version: Literal[1] = 1
    message_id: UUID
    agent_id: MemberId
    agent_name: ShortText
    text: LongText


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


class SystemMessageAdded(ConversationEvent):
    """The system tells something; the audience is fixed here."""

    type: Literal["conversation.system_message_added"] = "conversation.system_message_added"
    version: Literal[1] = 1
    message_id: UUID
    line: SystemLine
    audience: Audience
    text: ShortText


class TurnOpened(ConversationEvent):
    """The AI has to answer by `due_at` (rules C5, C6)."""

    type: Literal["conversation.turn_opened"] = "conversation.turn_opened"
    version: Literal[1] = 1
    turn: int
    epoch: int
    answer_up_to_seq: int
    public_seq: int
    """The public number of the last message to be answered."""
    answered_public_seq: int = 0
    """The public number of the last user message that was answered before; 0 for none."""
    transcript_public_seq: int = 0
    """The public number of the newest record: lines of the system may follow the last message."""
    due_at: Moment


class AiReplyDiscarded(ConversationEvent):
    """A proposal of the AI was refused, with the reason (rule C3)."""

    type: Literal["conversation.ai_reply_discarded"] = "conversation.ai_reply_discarded"
    version: Literal[1] = 1
    proposal_id: UUID
    turn: int
    epoch: int
    code: ShortText


class HandOffRequested(ConversationEvent):
    """A human is asked for (rules H1-H3)."""

    type: Literal["conversation.hand_off_requested"] = "conversation.hand_off_requested"
    version: Literal[1] = 1
    reason: HandOffReason
    status: Status
    epoch: int
    notify: tuple[MemberId, ...] = ()
    """The members to tell."""


class ConversationAccepted(ConversationEvent):
    """An agent won the conversation (rules H5, H6)."""

    type: Literal["conversation.accepted"] = "conversation.accepted"
    version: Literal[1] = 1
    agent_id: MemberId
    agent_name: ShortText
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()
    """The members whose notification is moot now."""


class AgentTookOver(ConversationEvent):
    """An agent took the conversation from the AI or from another agent (rule D1)."""

    type: Literal["conversation.agent_took_over"] = "conversation.agent_took_over"
    version: Literal[1] = 1
    agent_id: MemberId
    agent_name: ShortText
    previous_agent_id: MemberId | None = None
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()


class ReturnedToAi(ConversationEvent):
    """An agent handed the conversation back to the AI (rule C8)."""

    type: Literal["conversation.returned_to_ai"] = "conversation.returned_to_ai"
    version: Literal[1] = 1
    agent_id: MemberId
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()


class UserEmailProvided(ConversationEvent):
    """The user left an e-mail address (rule O3)."""

    type: Literal["conversation.user_email_provided"] = "conversation.user_email_provided"
    version: Literal[1] = 1
    email: ShortText


class ConversationClosed(ConversationEvent):
    """The conversation ended for good (rules X1, X5)."""

    type: Literal["conversation.closed"] = "conversation.closed"
    version: Literal[1] = 1
    agent_id: MemberId | None = None
    status: Status
    epoch: int
    public_seq: int
    """The public number of the closing line."""
    withdraw_from: tuple[MemberId, ...] = ()


class CommandRefused(ConversationEvent):
    """A service's own command was refused."""

    type: Literal["conversation.command_refused"] = "conversation.command_refused"
    version: Literal[1] = 1
    command_id: UUID
    command_type: ShortText
    code: ShortText


class PersonErased(ConversationEvent):
    """What this conversation held of a person is unreadable now (rules E1, E2)."""

    type: Literal["conversation.person_erased"] = "conversation.person_erased"
    version: Literal[1] = 1
    erasure_id: UUID


CONVERSATION_EVENTS = (
    ConversationOpened,
    UserMessageSent,
    AgentMessageSent,
    AiMessageSent,
    InternalNoteAdded,
    SystemMessageAdded,
    TurnOpened,
    AiReplyDiscarded,
    HandOffRequested,
    ConversationAccepted,
    AgentTookOver,
    ReturnedToAi,
    UserEmailProvided,
    ConversationClosed,
    CommandRefused,
    PersonErased,
)
