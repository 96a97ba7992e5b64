"""A member saw a notification."""

from datetime import datetime

from switchboard.contracts.commands.notification import MarkSeen
from switchboard.contracts.events.notification import NotificationSeen
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Code, Verdict, refused
from switchboard.notification.model.stating import stated
from switchboard.runtime.roles import Accepted


def mark_seen(told: Told, command: MarkSeen, now: datetime) -> Verdict:
    """Remember that they saw it; a second time changes nothing.

    One that was taken back meanwhile is unknown: the member's list no longer shows it.
    """
    one = told.find(command.notification_id)
    if one is None:
        return refused(Code.UNKNOWN_NOTIFICATION)
    if one.seen:
        return Accepted(told)
    said = stated(NotificationSeen, told.member_id, one, now, answer=True)
    return Accepted(told.having_seen(one), says=(said,))
