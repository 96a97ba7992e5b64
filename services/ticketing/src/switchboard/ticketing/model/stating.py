"""What is said of a ticket: each event carries the ticket as it is now."""

from datetime import datetime
from typing import Any

from switchboard.contracts.events.ticketing import (
    TicketCreated,
    TicketEdited,
    TicketErased,
    TicketStatusChanged,
)
from switchboard.contracts.topics import TICKETING_EVENTS_TOPIC
from switchboard.runtime.roles import Say
from switchboard.ticketing.model.ticket import Ticket


def stated(
    kind: type[TicketCreated | TicketStatusChanged | TicketEdited | TicketErased],
    ticket: Ticket,
    now: datetime,
    *,
    answer: bool = True,
    **fields: Any,
) -> Say:
    """The fact; by default as the answer to the command that caused it."""
    event = kind(
        conversation_id=ticket.conversation_id,
        ticket_id=ticket.id,
        revision=ticket.revision,
        at=now,
        number=ticket.number,
        subject=ticket.subject,
        description=ticket.description,
        user_email=ticket.user_email,
        priority=ticket.priority,
        status=ticket.status,
        assignee_id=ticket.assignee_id,
        origin=ticket.origin,
        **fields,
    )
    return Say(TICKETING_EVENTS_TOPIC, event, answer=answer)
