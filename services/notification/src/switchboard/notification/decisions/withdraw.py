"""What a member was told about a conversation is moot."""

from datetime import datetime

from switchboard.contracts.commands.notification import Withdraw
from switchboard.contracts.events.notification import NotificationKind
from switchboard.notification.model.notification import Notification, Told
from switchboard.notification.model.refusals import Verdict
from switchboard.notification.model.withdrawing import withdrawn
from switchboard.runtime.roles import Accepted


def withdraw(told: Told, command: Withdraw, now: datetime) -> Verdict:
    """Take it back, seen or not (rules H5, H11).

    One that tells of all that waits stands while anything of it does. That somebody named the
    member is moot only when that is asked for: only they can answer it (rule N2).
    """
    moot = [one for one in told.open if _is_meant(one, command)]
    left = {one.id: one.not_about(command.conversation_id) for one in moot}
    shorter = told
    for one in left.values():
        shorter = shorter if one is None else shorter.with_changed(one)
    remaining, says = withdrawn(shorter, [one for one in moot if left[one.id] is None], now)
    return Accepted(remaining if moot else told, says=says)


def _is_meant(one: Notification, command: Withdraw) -> bool:
    if not one.is_about(command.conversation_id):
        return False
    return one.kind in command.kinds if command.kinds else one.kind is not NotificationKind.MENTION
