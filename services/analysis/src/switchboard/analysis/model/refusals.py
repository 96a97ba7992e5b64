"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import TypeAlias

from switchboard.analysis.model.analyses import Analyses
from switchboard.runtime.roles import Accepted, Refused

Verdict: TypeAlias = Accepted[Analyses] | Refused[Analyses]


class Code(StrEnum):
    """Stable codes; clients act on them."""

    NOT_CLOSED = "not_closed"
    """Nothing was analysed yet: the first analysis runs by itself after the close (rule A1)."""
    ANALYSIS_RUNNING = "analysis_running"
    """An analysis of this conversation is under way; data: analysis_version."""


def refused(code: Code, **data: int) -> Refused[Analyses]:
    """A refusal with its code, and the numbers that belong to it."""
    return Refused(code=code.value, data=data)
