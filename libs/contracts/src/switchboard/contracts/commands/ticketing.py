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
from switchboard.contracts.words import Priority, TicketOrigin, TicketStatus


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
    """Who created it; none when no agent did."""
    origin: TicketOrigin | None = None
    """What it came of; from senders that do not say, an agent's button or a rule."""


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


class EditTicket(Message):
    """Change what a ticket says, its priority or its assignee (rules T1, X3); None leaves it."""

    type: Literal["ticketing.edit_ticket"] = "ticketing.edit_ticket"
    version: Literal[1] = 1
    conversation_id: ConversationId
    ticket_id: UUID
    subject: ShortText | None = None
    description: OptionalText | None = None
    user_email: ShortText | None = None
    priority: Priority | None = None
    assignee_id: MemberId | None = None
    unassign: bool = False
    """Whether nobody is to have it; goes before `assignee_id`."""
    agent_id: MemberId | None = None
    """Who asks; none when the user corrected their address (rule O3)."""


class EraseTickets(Message):
    """The person of a conversation was erased: its tickets become unreadable (rule E1)."""

    type: Literal["ticketing.erase_tickets"] = "ticketing.erase_tickets"
    version: Literal[1] = 1
    conversation_id: ConversationId
    erasure_id: UUID


TICKETING_COMMANDS = (CreateTicket, ChangeTicketStatus, ReopenTickets, EditTicket, EraseTickets)
