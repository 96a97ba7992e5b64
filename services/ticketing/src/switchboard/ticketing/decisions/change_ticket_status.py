"""An agent sets a ticket's status."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.ticketing import ChangeTicketStatus
from switchboard.contracts.events.ticketing import TicketStatusChanged
from switchboard.runtime.roles import Accepted
from switchboard.ticketing.model.refusals import Code, Verdict, refused
from switchboard.ticketing.model.stating import stated
from switchboard.ticketing.model.ticket import Ticket, Tickets


def change_ticket_status(tickets: Tickets, command: ChangeTicketStatus, now: datetime) -> Verdict:
    """Set any status from any other (rule T3).

    A ticket that has the status already stays as it is: what was asked for is so, and two agents
    who resolve the same ticket are both right.
    """
    ticket = tickets.find(command.ticket_id)
    if ticket is None:
        return refused(Code.UNKNOWN_TICKET)
    if ticket.status is command.status:
        return Accepted(tickets, data=_as_it_is(ticket))
    changed = replace(ticket, status=command.status, revision=ticket.revision + 1)
    said = stated(
        TicketStatusChanged, changed, now, previous=ticket.status, agent_id=command.agent_id
    )
    return Accepted(tickets.having(changed), says=(said,))


def _as_it_is(ticket: Ticket) -> dict[str, str | int]:
    return {
        "ticket_id": str(ticket.id),
        "number": ticket.number,
        "revision": ticket.revision,
        "status": ticket.status.value,
    }
