"""What the ticketing service can be asked to do."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    MemberId,
    Message,
    OptionalText,
    ShortText,
)
from switchboard.contracts.words import Priority, TicketStatus


class CreateTicket(Message):
    """Create a ticket about a conversation (rule T2)."""

    type: Literal["ticketing.create_ticket"] = "ticketing.create_ticket"
    version: Literal[1] = 1
    conversation_id: ConversationId
    ticket_id: UUID
    subject: ShortText
    description: OptionalText = ""
    user_email: ShortText | None = None
    priority: Priority = Priority.MEDIUM
    agent_id: MemberId | None = None
    """Who created it; none when a rule did."""


class ChangeTicketStatus(Message):
    """Set a ticket's status: any to any other (rule T3)."""

    type: Literal["ticketing.change_ticket_status"] = "ticketing.change_ticket_status"
    version: Literal[1] = 1
    conversation_id: ConversationId
    ticket_id: UUID
    status: TicketStatus
    agent_id: MemberId


class ReopenTickets(Message):
    """The user has replied: what waits for them, or was resolved, is open again (rule T3)."""

    type: Literal["ticketing.reopen_tickets"] = "ticketing.reopen_tickets"
    version: Literal[1] = 1
    conversation_id: ConversationId


TICKETING_COMMANDS = (CreateTicket, ChangeTicketStatus, ReopenTickets)
