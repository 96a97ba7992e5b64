"""What the ticketing service hears, and who handles it."""

from switchboard.ticketing.handlers.decider import TicketingDecider
from switchboard.ticketing.handlers.offline_info import OfflineInfo
from switchboard.ticketing.model.facts import Limits
from switchboard.ticketing.store.numbers import NumberSource

TRANSLATORS = (OfflineInfo(),)


def decider(limits: Limits) -> TicketingDecider:
    """The rules of tickets, with the numbers they give out."""
    return TicketingDecider(NumberSource(limits))
