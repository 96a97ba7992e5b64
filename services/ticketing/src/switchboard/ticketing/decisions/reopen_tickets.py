"""The user has replied in a conversation that has tickets."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.ticketing import ReopenTickets
from switchboard.contracts.events.ticketing import TicketStatusChanged
from switchboard.contracts.words import TicketStatus
from switchboard.runtime.roles import Accepted, Say
from switchboard.ticketing.model.refusals import Verdict
from switchboard.ticketing.model.stating import stated
from switchboard.ticketing.model.ticket import Tickets

_REOPENED = frozenset({TicketStatus.PENDING_USER, TicketStatus.RESOLVED})


def reopen_tickets(tickets: Tickets, command: ReopenTickets, now: datetime) -> Verdict:
    """Open what waits for the user or was resolved; the rest stays as it is (rule T3)."""
    del command
    says: list[Say] = []
    for ticket in tickets.tickets:
        if ticket.status in _REOPENED:
            opened = replace(ticket, status=TicketStatus.OPEN, revision=ticket.revision + 1)
            tickets = tickets.having(opened)
            says.append(
                stated(TicketStatusChanged, opened, now, answer=False, previous=ticket.status)
            )
    return Accepted(tickets, says=tuple(says))
