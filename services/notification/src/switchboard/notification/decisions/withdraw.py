"""What a member was told about a conversation is moot."""

from datetime import datetime

from switchboard.contracts.commands.notification import Withdraw
from switchboard.contracts.events.notification import NotificationKind, NotificationShortened
from switchboard.notification.model.notification import Notification, Told
from switchboard.notification.model.refusals import Verdict
from switchboard.notification.model.stating import stated
from switchboard.notification.model.withdrawing import withdrawn
from switchboard.runtime.roles import Accepted


def withdraw(told: Told, command: Withdraw, now: datetime) -> Verdict:
    """Take it back, seen or not (rules H5, H11).

    One that tells of all that waits stands while anything of it does, and says what. That somebody
    named the member is moot only when that is asked for: only they can answer it (rule N2).
    """
    moot = [one for one in told.open if _is_meant(one, command)]
    if not moot:
        return Accepted(told)
    left = {one.id: one.not_about(command.conversation_id) for one in moot}
    shorter = [one for one in left.values() if one is not None]
    for one in shorter:
        told = told.with_changed(one)
    remaining, says = withdrawn(told, [one for one in moot if left[one.id] is None], now)
    stand = tuple(stated(NotificationShortened, remaining, one, now) for one in shorter)
    return Accepted(remaining, says=(*says, *stand))


def _is_meant(one: Notification, command: Withdraw) -> bool:
    if not one.is_about(command.conversation_id):
        return False
    return one.kind in command.kinds if command.kinds else one.kind is not NotificationKind.MENTION
