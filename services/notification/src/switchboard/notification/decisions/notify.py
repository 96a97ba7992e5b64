"""A member is told something about a conversation."""

from datetime import datetime

from switchboard.contracts.commands.notification import Notify
from switchboard.contracts.events.notification import NotificationRequested
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Notification, Told
from switchboard.notification.model.refusals import Verdict
from switchboard.notification.model.stating import not_reached, stated
from switchboard.notification.model.withdrawing import withdrawn
from switchboard.runtime.roles import Accepted


def notify(told: Told, command: Notify, limits: Limits, now: datetime) -> Verdict:
    """Tell the member once (rules H3, H4).

    A member who holds as many as a list can show loses the oldest for it: the newest call is the
    one that can still be answered, and the inbox shows every conversation anyway. Whoever is away
    would be told by e-mail too (rules P2, H8); that there is none is stated.
    """
    if told.find(command.notification_id) is not None:
        return Accepted(told)
    new = Notification(command.notification_id, command.conversation_id, command.kind)
    surplus = told.open[: max(0, len(told.open) + 1 - limits.most_open)]
    remaining, taken_back = withdrawn(told, surplus, now)
    said = stated(NotificationRequested, told.member_id, new, now, answer=True)
    failed = (not_reached(told.member_id, new, now),) if command.reach_out else ()
    return Accepted(remaining.with_one_more(new), says=(*taken_back, said, *failed))
