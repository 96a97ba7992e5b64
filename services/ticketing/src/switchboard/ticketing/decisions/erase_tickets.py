"""The person of a conversation was erased."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.ticketing import EraseTickets
from switchboard.contracts.erasing import ERASED
from switchboard.contracts.events.ticketing import TicketErased
from switchboard.runtime.roles import Accepted, Say
from switchboard.ticketing.model.refusals import Verdict
from switchboard.ticketing.model.stating import stated
from switchboard.ticketing.model.ticket import Ticket, Tickets


def erase_tickets(tickets: Tickets, command: EraseTickets, now: datetime) -> Verdict:
    """Leave each ticket its number, status and assignee, and nothing that was said (rule E1).

    A repeat overwrites what is stored again and states nothing.
    """
    says: list[Say] = []
    for ticket in () if tickets.erased else tickets.tickets:
        emptied = _emptied(ticket)
        tickets = tickets.having(emptied)
        says.append(stated(TicketErased, emptied, now, answer=False, erasure_id=command.erasure_id))
    return Accepted(replace(tickets, erased=True), says=tuple(says), erases=True)


def _emptied(ticket: Ticket) -> Ticket:
    return replace(
        ticket,
        revision=ticket.revision + 1,
        subject=ERASED,
        description=ERASED,
        user_email=None,
    )
