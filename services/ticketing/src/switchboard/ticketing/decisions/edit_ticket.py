"""A ticket is edited."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from switchboard.contracts.commands.ticketing import EditTicket
from switchboard.contracts.events.ticketing import TicketEdited
from switchboard.runtime.roles import Accepted
from switchboard.ticketing.model.email_address import is_email_address
from switchboard.ticketing.model.refusals import Code, Verdict, refused
from switchboard.ticketing.model.stating import stated
from switchboard.ticketing.model.ticket import Tickets

_WORDS = ("subject", "description", "user_email")
_FIELDS = (*_WORDS, "priority", "assignee_id")


def edit_ticket(tickets: Tickets, command: EditTicket, now: datetime) -> Verdict:
    """Change what is given and leave the rest, also after the close (rules T1, X3).

    The user's correction of their address reaches the ticket that was made of it, if there is one
    by then (rule O3).
    """
    ticket = tickets.find(command.ticket_id)
    if ticket is None:
        return Accepted(tickets) if command.agent_id is None else refused(Code.UNKNOWN_TICKET)
    if tickets.erased and any(getattr(command, name) is not None for name in _WORDS):
        return refused(Code.ERASED)
    if command.user_email is not None and not is_email_address(command.user_email):
        return refused(Code.BAD_EMAIL)
    edited = replace(ticket, **_given(command))
    if edited == ticket:
        return Accepted(tickets)
    edited = replace(edited, revision=ticket.revision + 1)
    said = stated(TicketEdited, edited, now, agent_id=command.agent_id)
    return Accepted(tickets.having(edited), says=(said,))


def _given(command: EditTicket) -> dict[str, Any]:
    given = {name: getattr(command, name) for name in _FIELDS}
    changes = {name: value for name, value in given.items() if value is not None}
    return changes | ({"assignee_id": None} if command.unassign else {})
