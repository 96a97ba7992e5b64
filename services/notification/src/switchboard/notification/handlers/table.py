"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from switchboard.contracts.commands.notification import MarkSeen, Notify, Withdraw
from switchboard.contracts.message import Message
from switchboard.notification.decisions.mark_seen import mark_seen
from switchboard.notification.decisions.notify import notify
from switchboard.notification.decisions.withdraw import withdraw
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Verdict

Answer: TypeAlias = Callable[[Told, Any, Limits, datetime], Verdict]

DECISIONS: Mapping[type[Message], Answer] = {
    Notify: notify,
    Withdraw: lambda told, command, _, now: withdraw(told, command, now),
    MarkSeen: lambda told, command, _, now: mark_seen(told, command, now),
}
