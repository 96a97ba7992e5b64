"""A live panel of the member has got a notification."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.notification import MarkDelivered
from switchboard.contracts.events.notification import NotificationDelivered
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Code, Verdict, refused
from switchboard.notification.model.stating import stated
from switchboard.runtime.roles import Accepted


def mark_delivered(told: Told, command: MarkDelivered, now: datetime) -> Verdict:
    """Remember when the first panel got it; further ones, and what was seen, say nothing new."""
    one = told.find(command.notification_id)
    if one is None:
        return refused(Code.UNKNOWN_NOTIFICATION)
    if one.delivered_at is not None or one.seen_at is not None:
        return Accepted(told)
    delivered = replace(one, delivered_at=now)
    after = told.with_changed(delivered)
    said = stated(NotificationDelivered, after, delivered, now, answer=True)
    return Accepted(after, says=(said,))
