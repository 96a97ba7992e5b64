"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from switchboard.contracts.commands.ticketing import (
    ChangeTicketStatus,
    CreateTicket,
    EditTicket,
    EraseTickets,
    ReopenTickets,
)
from switchboard.contracts.message import Message
from switchboard.runtime.roles import Incoming
from switchboard.ticketing.decisions.change_ticket_status import change_ticket_status
from switchboard.ticketing.decisions.create_ticket import create_ticket
from switchboard.ticketing.decisions.edit_ticket import edit_ticket
from switchboard.ticketing.decisions.erase_tickets import erase_tickets
from switchboard.ticketing.decisions.reopen_tickets import reopen_tickets
from switchboard.ticketing.model.facts import Facts
from switchboard.ticketing.model.refusals import Verdict
from switchboard.ticketing.model.ticket import Tickets

Answer: TypeAlias = Callable[[Tickets, Any, Incoming, Facts, datetime], Verdict]

DECISIONS: Mapping[type[Message], Answer] = {
    CreateTicket: lambda s, m, i, f, t: create_ticket(s, m, i.envelope.id, f, t),
    ReopenTickets: lambda s, m, _, __, t: reopen_tickets(s, m, t),
    EditTicket: lambda s, m, _, __, t: edit_ticket(s, m, t),
    EraseTickets: lambda s, m, _, __, t: erase_tickets(s, m, t),
    ChangeTicketStatus: lambda s, m, _, __, t: change_ticket_status(s, m, t),
}
