"""A member is told something about a conversation."""

from datetime import datetime

from switchboard.contracts.commands.notification import Notify
from switchboard.contracts.events.notification import (
    Channel,
    NotificationKind,
    NotificationRequested,
    Place,
)
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Notification, Told
from switchboard.notification.model.refusals import Verdict
from switchboard.notification.model.stating import MUTED, NOT_CONFIGURED, failed, stated
from switchboard.notification.model.withdrawing import withdrawn
from switchboard.runtime.roles import Accepted, Say


def notify(told: Told, command: Notify, limits: Limits, now: datetime) -> Verdict:
    """Tell the member once, unless they do without this kind (rules H3, H4, N2, O5, P2).

    A member who holds as many as a list can show loses the oldest for it: the newest call is the
    one that can still be answered, and the inbox shows every conversation anyway. Whoever is away
    is told outside the panel too (rules P2, H8); what becomes of that is stated.
    """
    if told.find(command.notification_id) is not None or _is_named_already(told, command):
        return Accepted(told)
    new = _made(command, now)
    outside = _outside(told, new, now) if command.reach_out else ()
    if told.mutes(command.kind, Place.PANEL):
        return Accepted(told, says=outside)
    remaining, taken_back = withdrawn(told, _replaced(told, new, limits), now)
    holds = remaining.with_one_more(new)
    requested = stated(NotificationRequested, holds, new, now, answer=True)
    return Accepted(holds, says=(*taken_back, requested, *outside))


def _made(command: Notify, now: datetime) -> Notification:
    return Notification(
        id=command.notification_id,
        conversation_id=command.conversation_id,
        kind=command.kind,
        requested_at=now,
        conversation_ids=command.conversation_ids,
        since=command.since,
    )


def _is_named_already(told: Told, command: Notify) -> bool:
    """Whoever has not seen yet that they were named is not told again (rule N2)."""
    return command.kind is NotificationKind.MENTION and any(
        one.kind is NotificationKind.MENTION
        and one.conversation_id == command.conversation_id
        and one.seen_at is None
        for one in told.open
    )


def _replaced(told: Told, new: Notification, limits: Limits) -> list[Notification]:
    """What has to go for it: an older list of what waits, and the oldest of too many."""
    lists = [one for one in told.open if new.tells_of_all and one.tells_of_all]
    others = [one for one in told.open if one not in lists]
    return [*lists, *others[: max(0, len(others) + 1 - limits.most_open)]]


def _outside(told: Told, new: Notification, now: datetime) -> tuple[Say, ...]:
    return tuple(
        failed(told, new, channel, _outcome(told, new.kind, channel), now) for channel in Channel
    )


def _outcome(told: Told, kind: NotificationKind, channel: Channel) -> str:
    return MUTED if told.mutes(kind, Place(channel.value)) else NOT_CONFIGURED
