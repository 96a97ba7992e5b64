"""Taking back what a member was told."""

from collections.abc import Sequence
from datetime import datetime

from switchboard.contracts.events.notification import NotificationWithdrawn
from switchboard.notification.model.notification import Notification, Told
from switchboard.notification.model.stating import stated
from switchboard.runtime.roles import Say


def withdrawn(
    told: Told, gone: Sequence[Notification], now: datetime
) -> tuple[Told, tuple[Say, ...]]:
    """What remains, and one fact for each that is taken back."""
    remaining = told.without(gone)
    return remaining, tuple(stated(NotificationWithdrawn, remaining, one, now) for one in gone)
