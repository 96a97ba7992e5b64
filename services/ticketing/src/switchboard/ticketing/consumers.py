"""What the ticketing service hears, and who handles it."""

from switchboard.ticketing.handlers.conversations import Conversations
from switchboard.ticketing.handlers.decider import TicketingDecider
from switchboard.ticketing.model.facts import Limits
from switchboard.ticketing.store.numbers import NumberSource

TRANSLATORS = (Conversations(),)


def decider(limits: Limits) -> TicketingDecider:
    """The rules of tickets, with the numbers they give out."""
    return TicketingDecider(NumberSource(limits))
