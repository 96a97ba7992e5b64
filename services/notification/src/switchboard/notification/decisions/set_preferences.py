"""A member says which notifications they do without, and where."""

from dataclasses import replace
from datetime import datetime

from switchboard.contracts.commands.notification import SetPreferences
from switchboard.contracts.events.notification import NotificationKind, Place, PreferencesChanged
from switchboard.contracts.topics import NOTIFICATION_EVENTS_TOPIC
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Code, Verdict
from switchboard.runtime.roles import Accepted, Refused, Say

MAY_BE_MUTED = frozenset({NotificationKind.COLLABORATION, NotificationKind.REPLY_OVERDUE})
"""What tells of a conversation that somebody else has. All other kinds ask something of the member
or of whoever is free, and the rules promise that they are told: in the panel they always are."""


def set_preferences(told: Told, command: SetPreferences, now: datetime) -> Verdict:
    """Replace what was muted before; what was told already stands."""
    owed = {
        way.kind.value
        for way in command.muted
        if way.place is Place.PANEL and way.kind not in MAY_BE_MUTED
    }
    if owed:
        return Refused(Code.MUST_BE_TOLD.value, data={"kinds": sorted(owed)})
    muted = frozenset(command.muted)
    if muted == told.muted:
        return Accepted(told)
    listed = tuple(sorted(muted, key=lambda way: (way.kind.value, way.place.value)))
    changed = PreferencesChanged(member_id=told.member_id, muted=listed, at=now)
    says = (Say(NOTIFICATION_EVENTS_TOPIC, changed, answer=True),)
    return Accepted(replace(told, muted=muted), says=says)
