"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import TypeAlias

from switchboard.notification.model.notification import Told
from switchboard.runtime.roles import Accepted, Refused

Verdict: TypeAlias = Accepted[Told] | Refused[Told]


class Code(StrEnum):
    """Stable codes; clients act on them."""

    UNKNOWN_NOTIFICATION = "unknown_notification"
    """The member has no such notification, or it was taken back."""


def refused(code: Code) -> Refused[Told]:
    """A refusal that says nothing but its code."""
    return Refused(code=code.value)
