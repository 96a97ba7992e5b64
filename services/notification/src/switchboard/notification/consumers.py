"""What the notification service hears, and who handles it."""

from switchboard.notification.handlers.calls import Calls
from switchboard.notification.handlers.decider import NotificationDecider
from switchboard.notification.model.facts import Limits

TRANSLATORS = (Calls(),)


def decider(limits: Limits) -> NotificationDecider:
    """The rules of who is told what."""
    return NotificationDecider(limits)
