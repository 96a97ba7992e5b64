"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from switchboard.contracts.commands.notification import (
    BeginWaiting,
    EndWaiting,
    MarkClicked,
    MarkDelivered,
    MarkSeen,
    Notify,
    SetPreferences,
    TellOfWaiting,
    Withdraw,
)
from switchboard.contracts.message import Message
from switchboard.notification.decisions.begin_waiting import begin_waiting
from switchboard.notification.decisions.end_waiting import end_waiting
from switchboard.notification.decisions.mark_clicked import mark_clicked
from switchboard.notification.decisions.mark_delivered import mark_delivered
from switchboard.notification.decisions.mark_seen import mark_seen
from switchboard.notification.decisions.notify import notify
from switchboard.notification.decisions.set_preferences import set_preferences
from switchboard.notification.decisions.tell_of_waiting import tell_of_waiting
from switchboard.notification.decisions.withdraw import withdraw
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import ListVerdict, Verdict
from switchboard.notification.model.waiting import WaitingList

Answer: TypeAlias = Callable[[Told, Any, Limits, datetime], Verdict]
ListAnswer: TypeAlias = Callable[[WaitingList, Any, UUID, Limits, datetime], ListVerdict]

OF_A_MEMBER: Mapping[type[Message], Answer] = {
    Notify: notify,
    Withdraw: lambda told, command, _, now: withdraw(told, command, now),
    MarkDelivered: lambda told, command, _, now: mark_delivered(told, command, now),
    MarkSeen: lambda told, command, _, now: mark_seen(told, command, now),
    MarkClicked: lambda told, command, _, now: mark_clicked(told, command, now),
    SetPreferences: lambda told, command, _, now: set_preferences(told, command, now),
}
"""What is decided of what one member was told."""

OF_THE_WAITING: Mapping[type[Message], ListAnswer] = {
    BeginWaiting: begin_waiting,
    EndWaiting: lambda waiting, command, cause, *_: end_waiting(waiting, command, cause),
    TellOfWaiting: tell_of_waiting,
}
"""What is decided of the one list of what waits."""
