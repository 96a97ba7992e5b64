"""A member came online while conversations wait."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.notification import TellOfWaiting
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.refusals import ListVerdict
from switchboard.notification.model.telling_of_all import told_of_all
from switchboard.notification.model.waiting import WaitingList
from switchboard.runtime.roles import Accepted


def tell_of_waiting(
    waiting: WaitingList, command: TellOfWaiting, cause: UUID, limits: Limits, now: datetime
) -> ListVerdict:
    """Tell them once of all that waits (rules O5, P2).

    It is said whenever a panel comes into use, also when another one was already, or after a
    gateway was restarted. Who knows of everything that waits is told nothing.
    """
    after, sends = told_of_all(waiting, command.member_id, cause)
    came_at = min(command.came_at or now, now)
    arrived = after.with_arrival(command.member_id, came_at, now - limits.arrival)
    return Accepted(arrived, sends=sends)
