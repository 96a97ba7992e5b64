"""What the ticketing service states; each event carries the ticket as it is now."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    MemberId,
    Message,
    Moment,
    OptionalText,
    ShortText,
)
from switchboard.contracts.words import Priority, TicketOrigin, TicketStatus


class _TicketEvent(Message):
    conversation_id: ConversationId
    ticket_id: UUID
    revision: int
    """Counts the ticket's changes, from 1."""
    at: Moment
    number: int
    """The short number that people say (rule T1)."""
    subject: ShortText
    description: OptionalText
    user_email: ShortText | None = None
    priority: Priority
    status: TicketStatus
    assignee_id: MemberId | None = None
    origin: TicketOrigin | None = None
    """What the ticket came of (rule T2); none for those from before this was kept."""


class TicketCreated(_TicketEvent):
    """A ticket was created (rule T2)."""

    type: Literal["ticketing.ticket_created"] = "ticketing.ticket_created"
    version: Literal[1] = 1
    agent_id: MemberId | None = None


class TicketStatusChanged(_TicketEvent):
    """A ticket's status was set (rule T3)."""

    type: Literal["ticketing.ticket_status_changed"] = "ticketing.ticket_status_changed"
    version: Literal[1] = 1
    previous: TicketStatus
    agent_id: MemberId | None = None
    """Who set it; none when the user's reply did."""


class TicketEdited(_TicketEvent):
    """What a ticket says, its priority or its assignee was changed (rules T1, O3)."""

    type: Literal["ticketing.ticket_edited"] = "ticketing.ticket_edited"
    version: Literal[1] = 1
    agent_id: MemberId | None = None
    """Who did; none when the user corrected their address."""


class TicketErased(_TicketEvent):
    """What a ticket held of a person is unreadable now (rules E1, E2)."""

    type: Literal["ticketing.ticket_erased"] = "ticketing.ticket_erased"
    version: Literal[1] = 1
    erasure_id: UUID


TICKETING_EVENTS = (TicketCreated, TicketStatusChanged, TicketEdited, TicketErased)
