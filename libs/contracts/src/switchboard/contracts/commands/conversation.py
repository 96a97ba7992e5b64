"""What the conversation service can be asked to do."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    LongText,
    MemberId,
    Message,
    OptionalText,
    Part,
    PersonId,
    ShortText,
    VisitorId,
)
from switchboard.contracts.words import HandOffReason, Priority, SystemLine


class Attachment(Part):
    """A file that a message or note carries; the gateway keeps it, and gives it to who may have it.

    A message that is nothing but files has their names as its text, one a line, so that every
    reader has something to show.
    """

    attachment_id: UUID
    name: ShortText
    media_type: ShortText
    """By the file's content; what its name says is not believed."""
    size: int
    """In bytes."""


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
    attachments: tuple[Attachment, ...] = ()


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


class ContinueWithAssistant(_ConversationCommand):
    """The visitor goes on with the assistant while nobody can be had (rule O6)."""

    type: Literal["conversation.continue_with_assistant"] = "conversation.continue_with_assistant"
    version: Literal[1] = 1
    visitor_id: VisitorId


class VouchedPerson(Part):
    """Who a user is, as the host site vouches for."""

    person_id: PersonId
    name: ShortText | None = None
    email: ShortText | None = None


class IdentifyUser(_ConversationCommand):
    """The host site has said who the visitor is (rules I1, I2); the gateway has checked it."""

    type: Literal["conversation.identify_user"] = "conversation.identify_user"
    version: Literal[1] = 1
    visitor_id: VisitorId
    person: VouchedPerson


class SendAgentMessage(_ConversationCommand):
    """An agent writes to the user; also accepts a conversation that nobody has (rule H6)."""

    type: Literal["conversation.send_agent_message"] = "conversation.send_agent_message"
    version: Literal[1] = 1
    agent_id: MemberId
    text: LongText
    attachments: tuple[Attachment, ...] = ()


class AddInternalNote(_ConversationCommand):
    """An agent writes for the team only (rules C9, N1)."""

    type: Literal["conversation.add_internal_note"] = "conversation.add_internal_note"
    version: Literal[1] = 1
    agent_id: MemberId
    text: LongText
    attachments: tuple[Attachment, ...] = ()


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


class AssignConversation(_ConversationCommand):
    """An agent gives the conversation to a member (rules H6, D4, D5)."""

    type: Literal["conversation.assign_conversation"] = "conversation.assign_conversation"
    version: Literal[1] = 1
    agent_id: MemberId
    assignee_id: MemberId
    although_offline: bool = False
    """Whether "assign anyway" was pressed (rule D4)."""


class UnassignConversation(_ConversationCommand):
    """An agent puts the conversation back into the queue (rule H7)."""

    type: Literal["conversation.unassign_conversation"] = "conversation.unassign_conversation"
    version: Literal[1] = 1
    agent_id: MemberId


class ReleaseConversation(_ConversationCommand):
    """A member has left the team: what they had goes back into the queue (rule H9)."""

    type: Literal["conversation.release_conversation"] = "conversation.release_conversation"
    version: Literal[1] = 1
    member_id: MemberId


class SetPriority(_ConversationCommand):
    """An agent says how urgent the conversation is."""

    type: Literal["conversation.set_priority"] = "conversation.set_priority"
    version: Literal[1] = 1
    agent_id: MemberId
    priority: Priority


class SetUserEmail(_ConversationCommand):
    """An agent writes down the user's e-mail address (rule N4)."""

    type: Literal["conversation.set_user_email"] = "conversation.set_user_email"
    version: Literal[1] = 1
    agent_id: MemberId
    email: ShortText


class AddCollaborator(_ConversationCommand):
    """An agent has a member follow the conversation."""

    type: Literal["conversation.add_collaborator"] = "conversation.add_collaborator"
    version: Literal[1] = 1
    agent_id: MemberId
    member_id: MemberId


class RemoveCollaborator(_ConversationCommand):
    """An agent has a member follow the conversation no longer."""

    type: Literal["conversation.remove_collaborator"] = "conversation.remove_collaborator"
    version: Literal[1] = 1
    agent_id: MemberId
    member_id: MemberId


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


class ProposeTicket(_ConversationCommand):
    """The assistant proposes a ticket about the conversation (rules C3, T2)."""

    type: Literal["conversation.propose_ticket"] = "conversation.propose_ticket"
    version: Literal[1] = 1
    turn: int
    epoch: int
    subject: ShortText
    description: OptionalText = ""


class RequestTicket(_ConversationCommand):
    """The visitor asks for a ticket about the conversation (rule T2)."""

    type: Literal["conversation.request_ticket"] = "conversation.request_ticket"
    version: Literal[1] = 1
    visitor_id: VisitorId
    problem: LongText | None = None
    """What it is about; what the user wrote last if it is left out."""


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
    person_id: PersonId | None = None
    """The person, if the host site has vouched for the visitor."""
    agent_id: MemberId
    visitor_ids: tuple[VisitorId, ...] = ()
    """Every browser that is known to be theirs: what was said there before is theirs too."""


CONVERSATION_COMMANDS = (
    OpenConversation,
    SendUserMessage,
    RequestHuman,
    ProvideEmail,
    ContinueWithAssistant,
    IdentifyUser,
    SendAgentMessage,
    AddInternalNote,
    AcceptConversation,
    TakeOver,
    ReturnToAi,
    AssignConversation,
    UnassignConversation,
    ReleaseConversation,
    SetPriority,
    SetUserEmail,
    AddCollaborator,
    RemoveCollaborator,
    CloseConversation,
    ProposeAiReply,
    ProposeHandOff,
    ProposeTicket,
    RequestTicket,
    AddSystemLine,
    EraseConversation,
    ErasePerson,
)
