"""What a member was told about a conversation is moot."""

from datetime import datetime

from switchboard.contracts.commands.notification import Withdraw
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Verdict
from switchboard.notification.model.withdrawing import withdrawn
from switchboard.runtime.roles import Accepted


def withdraw(told: Told, command: Withdraw, now: datetime) -> Verdict:
    """Take back all of it, seen or not, but for mentions (rules H5, N2)."""
    remaining, says = withdrawn(told, told.moot_about(command.conversation_id), now)
    return Accepted(remaining, says=says)
