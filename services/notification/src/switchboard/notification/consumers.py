"""What the notification service hears, and who handles it."""

from switchboard.notification.handlers.decider import NotificationDecider
from switchboard.notification.handlers.hand_offs import HandOffs
from switchboard.notification.model.facts import Limits

TRANSLATORS = (HandOffs(),)


def decider(limits: Limits) -> NotificationDecider:
    """The rules of who is told what."""
    return NotificationDecider(limits)
