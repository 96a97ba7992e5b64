"""What the conversation service can be asked to do."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    LongText,
    MemberId,
    Message,
    Part,
    ShortText,
    VisitorId,
)
from switchboard.contracts.words import HandOffReason, SystemLine


class _ConversationCommand(Message):
    conversation_id: ConversationId


class OpenConversation(_ConversationCommand):
    """A visitor opens a conversation without a first message."""

    type: Literal["conversation.open_conversation"] = "conversation.open_conversation"
    version: Literal[1] = 1
    visitor_id: VisitorId
    site: ShortText
    previous_conversation_id: ConversationId | None = None
    user_name: ShortText | None = None


class SendUserMessage(_ConversationCommand):
    """A visitor writes; the first message opens the conversation (rules C1, X2)."""

    type: Literal["conversation.send_user_message"] = "conversation.send_user_message"
    version: Literal[1] = 1
    visitor_id: VisitorId
    site: ShortText
    text: LongText
    previous_conversation_id: ConversationId | None = None
    user_name: ShortText | None = None


class RequestHuman(_ConversationCommand):
    """The visitor presses "talk to a human" (rule H1)."""

    type: Literal["conversation.request_human"] = "conversation.request_human"
    version: Literal[1] = 1
    visitor_id: VisitorId


class ProvideEmail(_ConversationCommand):
    """The visitor leaves an e-mail address while nobody can be had (rule O3)."""

    type: Literal["conversation.provide_email"] = "conversation.provide_email"
    version: Literal[1] = 1
    visitor_id: VisitorId
    email: ShortText


class SendAgentMessage(_ConversationCommand):
    """An agent writes to the user; also accepts a conversation that nobody has (rule H6)."""

    type: Literal["conversation.send_agent_message"] = "conversation.send_agent_message"
    version: Literal[1] = 1
    agent_id: MemberId
    text: LongText


class AddInternalNote(_ConversationCommand):
    """An agent writes for the team only (rules C9, N1)."""

    type: Literal["conversation.add_internal_note"] = "conversation.add_internal_note"
    version: Literal[1] = 1
    agent_id: MemberId
    text: LongText


class AcceptConversation(_ConversationCommand):
    """An agent accepts a conversation that no agent has; one winner (rule H5)."""

    type: Literal["conversation.accept_conversation"] = "conversation.accept_conversation"
    version: Literal[1] = 1
    agent_id: MemberId


class TakeOver(_ConversationCommand):
    """An agent becomes the one who answers, whoever did before (rules H6, D1)."""

    type: Literal["conversation.take_over"] = "conversation.take_over"
    version: Literal[1] = 1
    agent_id: MemberId


class ReturnToAi(_ConversationCommand):
    """An agent hands the conversation back to the AI (rule C8)."""

    type: Literal["conversation.return_to_ai"] = "conversation.return_to_ai"
    version: Literal[1] = 1
    agent_id: MemberId


class CloseConversation(_ConversationCommand):
    """An agent ends the conversation for good (rule X1)."""

    type: Literal["conversation.close_conversation"] = "conversation.close_conversation"
    version: Literal[1] = 1
    agent_id: MemberId


class Citation(Part):
    """Where an answer comes from."""

    title: ShortText
    url: ShortText


class ProposeAiReply(_ConversationCommand):
    """The assistant proposes the answer of one turn (rule C3)."""

    type: Literal["conversation.propose_ai_reply"] = "conversation.propose_ai_reply"
    version: Literal[1] = 1
    turn: int
    epoch: int
    text: LongText
    sources: tuple[Citation, ...] = ()


class ProposeHandOff(_ConversationCommand):
    """The assistant proposes that a human answers (rules C3, H1)."""

    type: Literal["conversation.propose_hand_off"] = "conversation.propose_hand_off"
    version: Literal[1] = 1
    turn: int
    epoch: int
    reason: HandOffReason


class AddSystemLine(_ConversationCommand):
    """Another service has something to tell in the conversation."""

    type: Literal["conversation.add_system_line"] = "conversation.add_system_line"
    version: Literal[1] = 1
    line: SystemLine
    subject_id: UUID
    text: ShortText


class EraseConversation(_ConversationCommand):
    """Make one conversation of an erased person unreadable (rule E1)."""

    type: Literal["conversation.erase_conversation"] = "conversation.erase_conversation"
    version: Literal[1] = 1
    erasure_id: UUID


class ErasePerson(_ConversationCommand):
    """Make everything of a person unreadable; the id is of any conversation of theirs (rule E1)."""

    type: Literal["conversation.erase_person"] = "conversation.erase_person"
    version: Literal[1] = 1
    erasure_id: UUID
    visitor_id: VisitorId
    agent_id: MemberId


CONVERSATION_COMMANDS = (
    OpenConversation,
    SendUserMessage,
    RequestHuman,
    ProvideEmail,
    SendAgentMessage,
    AddInternalNote,
    AcceptConversation,
    TakeOver,
    ReturnToAi,
    CloseConversation,
    ProposeAiReply,
    ProposeHandOff,
    AddSystemLine,
    EraseConversation,
    ErasePerson,
)
