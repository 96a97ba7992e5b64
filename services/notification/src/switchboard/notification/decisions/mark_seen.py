"""A member saw a notification."""

from dataclasses import replace
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
    if one.seen_at is not None:
        return Accepted(told)
    seen = replace(one, seen_at=now)
    after = told.with_changed(seen)
    return Accepted(after, says=(stated(NotificationSeen, after, seen, now, answer=True),))
