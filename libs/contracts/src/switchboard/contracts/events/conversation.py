"""What the conversation service states to the team: every fact, with a gap-free `seq`."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.commands.conversation import Attachment, Citation, VouchedPerson
from switchboard.contracts.message import (
    ConversationId,
    LongText,
    MemberId,
    Message,
    Moment,
    OptionalText,
    Part,
    PersonId,
    ShortText,
    VisitorId,
)
from switchboard.contracts.words import (
    Audience,
    HandOffReason,
    Priority,
    Status,
    SystemLine,
    TicketOrigin,
)


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
    person_id: PersonId | None = None
    """The person whom the visitor was known to be (rule I1)."""


class UserIdentified(ConversationEvent):
    """The host site vouches for who the user is; the conversation is this person's (I1, I2)."""

    type: Literal["conversation.user_identified"] = "conversation.user_identified"
    version: Literal[1] = 1
    visitor_id: VisitorId
    """The browser from which it was said."""
    person: VouchedPerson


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
    """A human is asked for (rules H1-H3); `agent_id` put it back into the queue (rule H7)."""

    type: Literal["conversation.hand_off_requested"] = "conversation.hand_off_requested"
    version: Literal[1] = 1
    reason: HandOffReason
    status: Status
    epoch: int
    notify: tuple[MemberId, ...] = ()
    """The members to tell."""
    reach_out: tuple[MemberId, ...] = ()
    """Those of them who are away: to be told outside the panel too (rule P2)."""
    agent_id: MemberId | None = None


class HandOffEscalated(ConversationEvent):
    """Nobody has accepted for a while: everyone is told once more (rule H8)."""

    type: Literal["conversation.hand_off_escalated"] = "conversation.hand_off_escalated"
    version: Literal[1] = 1
    notify: tuple[MemberId, ...]
    reach_out: tuple[MemberId, ...] = ()
    """Members who are away: to be told outside the panel."""
    waiting_since: Moment | None = None


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
    assigned_by: MemberId | None = None
    """The agent who assigned it to this one; none when they accepted by themselves (rule H6)."""
    notify: tuple[MemberId, ...] = ()
    """The members to tell that it was assigned."""


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
    assigned_by: MemberId | None = None
    notify: tuple[MemberId, ...] = ()
    """The members to tell: who has it now, if somebody else said so, and who had it (rule D5)."""


class ReturnedToAi(ConversationEvent):
    """The AI may answer again: an agent said so (rule C8), or the user chose it (rule O6)."""

    type: Literal["conversation.returned_to_ai"] = "conversation.returned_to_ai"
    version: Literal[1] = 1
    agent_id: MemberId | None = None
    """The agent; none when the user chose to go on with the assistant."""
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()


class UserEmailProvided(ConversationEvent):
    """The user left an e-mail address (rule O3)."""

    type: Literal["conversation.user_email_provided"] = "conversation.user_email_provided"
    version: Literal[1] = 1
    email: ShortText
    agent_id: MemberId | None = None
    """The agent who wrote it down, if it was not the user."""


class OfflineInfoCompleted(ConversationEvent):
    """The problem and an e-mail address are there: a ticket is owed (rule O3)."""

    type: Literal["conversation.offline_info_completed"] = "conversation.offline_info_completed"
    version: Literal[1] = 1
    email: ShortText
    problem: LongText
    priority: Priority


class TicketRequested(ConversationEvent):
    """The AI's proposal of a ticket was accepted, or the user asked for one (rules C3, T2)."""

    type: Literal["conversation.ticket_requested"] = "conversation.ticket_requested"
    version: Literal[1] = 1
    origin: TicketOrigin
    subject: ShortText
    description: OptionalText
    user_email: ShortText | None = None
    priority: Priority
    """The conversation's."""


class TicketReplyReceived(ConversationEvent):
    """The user wrote in a conversation that has a ticket: it may have to open again (rule T3)."""

    type: Literal["conversation.ticket_reply_received"] = "conversation.ticket_reply_received"
    version: Literal[1] = 1
    message_id: UUID


class ReplyReminded(ConversationEvent):
    """The assigned agent left the user without an answer for a while (rule H11)."""

    type: Literal["conversation.reply_reminded"] = "conversation.reply_reminded"
    version: Literal[1] = 1
    unanswered_since: Moment
    notify: tuple[MemberId, ...]


class ReplyOverdue(ConversationEvent):
    """The user has waited too long for the assigned agent: others are told too (rule H11)."""

    type: Literal["conversation.reply_overdue"] = "conversation.reply_overdue"
    version: Literal[1] = 1
    unanswered_since: Moment
    notify: tuple[MemberId, ...]


class ReminderAnswered(ConversationEvent):
    """The user whom members were reminded of was answered (rule H11)."""

    type: Literal["conversation.reminder_answered"] = "conversation.reminder_answered"
    version: Literal[1] = 1
    withdraw_from: tuple[MemberId, ...]
    """The members whose reminder is moot now."""


class PriorityChanged(ConversationEvent):
    """The team sees the conversation as more or less urgent."""

    type: Literal["conversation.priority_changed"] = "conversation.priority_changed"
    version: Literal[1] = 1
    agent_id: MemberId
    previous: Priority
    priority: Priority


class CollaboratorAdded(ConversationEvent):
    """A member follows the conversation, and may write in it (rule D1)."""

    type: Literal["conversation.collaborator_added"] = "conversation.collaborator_added"
    version: Literal[1] = 1
    agent_id: MemberId
    member_id: MemberId
    notify: tuple[MemberId, ...] = ()


class CollaboratorRemoved(ConversationEvent):
    """A member follows the conversation no longer."""

    type: Literal["conversation.collaborator_removed"] = "conversation.collaborator_removed"
    version: Literal[1] = 1
    agent_id: MemberId
    member_id: MemberId
    withdraw_from: tuple[MemberId, ...] = ()
    """The member, who need not know any more that they follow it."""


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
    UserIdentified,
    UserMessageSent,
    AgentMessageSent,
    AiMessageSent,
    InternalNoteAdded,
    MembersMentioned,
    SystemMessageAdded,
    TurnOpened,
    AiReplyDiscarded,
    HandOffRequested,
    HandOffEscalated,
    ConversationAccepted,
    AgentTookOver,
    ReturnedToAi,
    UserEmailProvided,
    OfflineInfoCompleted,
    TicketRequested,
    TicketReplyReceived,
    ReplyReminded,
    ReplyOverdue,
    ReminderAnswered,
    PriorityChanged,
    CollaboratorAdded,
    CollaboratorRemoved,
    ConversationClosed,
    CommandRefused,
    PersonErased,
)
