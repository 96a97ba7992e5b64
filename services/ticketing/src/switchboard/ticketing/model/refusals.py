"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import TypeAlias

from switchboard.runtime.roles import Accepted, Refused
from switchboard.ticketing.model.ticket import Tickets

Verdict: TypeAlias = Accepted[Tickets] | Refused[Tickets]


class Code(StrEnum):
    """Stable codes; clients and other services act on them."""

    TICKET_EXISTS = "ticket_exists"
    """Another command made a ticket of this id."""
    TOO_MANY_TICKETS = "too_many_tickets"
    """The conversation has as many tickets as it may; data: most."""
    UNKNOWN_TICKET = "unknown_ticket"
    """The conversation has no such ticket."""
    BAD_EMAIL = "bad_email"
    """This is no e-mail address."""
    ERASED = "erased"
    """The person of the conversation was erased: tickets about it take no more words (rule E1)."""


def refused(code: Code, **data: int) -> Refused[Tickets]:
    """A refusal with its code, and the numbers that belong to it."""
    return Refused(code=code.value, data=data, forgets=code is Code.ERASED)
