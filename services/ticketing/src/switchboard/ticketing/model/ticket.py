"""The tickets of one conversation, as decisions see them."""

from dataclasses import dataclass, replace
from uuid import UUID

from switchboard.contracts.words import Priority, TicketOrigin, TicketStatus


@dataclass(frozen=True, slots=True)
class Ticket:
    """One piece of work that outlives its conversation (rules T1, T4).

    Attributes:
        number: short, for people to say; unique, not gap-free.
        revision: counts the changes, from 1.
        origin: what it came of; None if that was not kept.
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
    origin: TicketOrigin | None = None


@dataclass(frozen=True, slots=True)
class Tickets:
    """All tickets of one conversation: what one command can be about.

    Attributes:
        erased: whether its person was erased: no ticket says anything any more (rule E1).
    """

    conversation_id: UUID
    tickets: tuple[Ticket, ...] = ()
    erased: bool = False

    def find(self, ticket_id: UUID) -> Ticket | None:
        """The ticket of this id, if the conversation has it."""
        return next((ticket for ticket in self.tickets if ticket.id == ticket_id), None)

    def open_like(self, wanted: Ticket) -> Ticket | None:
        """An open ticket that makes this one needless.

        The AI has at most one open one (rule T4); a user who asks twice in the same words means
        the same. Agents and rules may make as many as they like.
        """
        return next((ticket for ticket in self.tickets if _makes_needless(ticket, wanted)), None)

    def having(self, changed: Ticket) -> "Tickets":
        """The tickets with this one added, or in place of its former self."""
        others = tuple(ticket for ticket in self.tickets if ticket.id != changed.id)
        return replace(self, tickets=(*others, changed))


def _makes_needless(ticket: Ticket, wanted: Ticket) -> bool:
    if ticket.status is TicketStatus.RESOLVED or ticket.origin is not wanted.origin:
        return False
    if wanted.origin is TicketOrigin.USER:
        return ticket.description == wanted.description
    return wanted.origin is TicketOrigin.AI
