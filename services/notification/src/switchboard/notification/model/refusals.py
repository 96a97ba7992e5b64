"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import TypeAlias

from switchboard.notification.model.notification import Told
from switchboard.notification.model.waiting import WaitingList
from switchboard.runtime.roles import Accepted, Refused

Verdict: TypeAlias = Accepted[Told] | Refused[Told]
ListVerdict: TypeAlias = Accepted[WaitingList]


class Code(StrEnum):
    """Stable codes; clients act on them."""

    UNKNOWN_NOTIFICATION = "unknown_notification"
    """The member has no such notification, or it was taken back."""
    MUST_BE_TOLD = "must_be_told"
    """What is asked of a member is always told in the panel; `data` names the kinds."""


def refused(code: Code) -> Refused[Told]:
    """A refusal that says nothing but its code."""
    return Refused(code=code.value)
