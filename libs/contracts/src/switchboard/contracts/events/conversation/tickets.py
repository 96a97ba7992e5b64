"""What the ticketing service acts on."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import LongText, OptionalText, ShortText
from switchboard.contracts.words import Priority, TicketOrigin


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
