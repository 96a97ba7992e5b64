"""A member followed a notification to its conversation."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.notification import MarkClicked
from switchboard.contracts.events.notification import NotificationClicked, NotificationSeen
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Code, Verdict, refused
from switchboard.notification.model.stating import stated
from switchboard.runtime.roles import Accepted, Say


def mark_clicked(told: Told, command: MarkClicked, now: datetime) -> Verdict:
    """Remember that they followed it, and so have seen it; a second time changes nothing."""
    one = told.find(command.notification_id)
    if one is None:
        return refused(Code.UNKNOWN_NOTIFICATION)
    if one.clicked_at is not None:
        return Accepted(told)
    says: tuple[Say, ...] = ()
    if one.seen_at is None:
        one = replace(one, seen_at=now)
        says = (stated(NotificationSeen, told.with_changed(one), one, now),)
    clicked = replace(one, clicked_at=now)
    after = told.with_changed(clicked)
    said = stated(NotificationClicked, after, clicked, now, answer=True)
    return Accepted(after, says=(*says, said))
