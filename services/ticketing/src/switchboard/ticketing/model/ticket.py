"""The tickets of one conversation, as decisions see them."""

from dataclasses import dataclass, replace
from uuid import UUID

from switchboard.contracts.words import Priority, TicketStatus


@dataclass(frozen=True, slots=True)
class Ticket:
    """One piece of work that outlives its conversation (rules T1, T4).

    Attributes:
        number: short, for people to say; unique, not gap-free.
        revision: counts the changes, from 1.
    """

    id: UUID
    conversation_id: UUID
    number: int
    revision: int
    subject: str
    description: str
    user_email: str | None
    priority: Priority
    status: TicketStatus
    assignee_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tickets:
    """All tickets of one conversation: what one command can be about."""

    conversation_id: UUID
    tickets: tuple[Ticket, ...] = ()

    def find(self, ticket_id: UUID) -> Ticket | None:
        """The ticket of this id, if the conversation has it."""
        return next((ticket for ticket in self.tickets if ticket.id == ticket_id), None)

    def having(self, changed: Ticket) -> "Tickets":
        """The tickets with this one added, or in place of its former self."""
        others = tuple(ticket for ticket in self.tickets if ticket.id != changed.id)
        return replace(self, tickets=(*others, changed))
