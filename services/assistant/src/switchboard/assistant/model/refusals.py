"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import Any, TypeAlias

from switchboard.runtime.roles import Accepted, Refused

Verdict: TypeAlias = Accepted[Any] | Refused[Any]


class Code(StrEnum):
    """Stable codes; clients act on them."""

    BAD_MINIMUM_RUN = "bad_minimum_run"
    """Runs cannot be held for so long; data: most (seconds)."""


def refused(code: Code, **data: float) -> Refused[Any]:
    """A refusal with its code, and the numbers that belong to it."""
    return Refused(code=code.value, data=data)
