"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import Any, TypeAlias

from switchboard.analysis.model.analyses import Analyses
from switchboard.analysis.model.field_set import FieldSet
from switchboard.runtime.roles import Accepted, Refused

Entity: TypeAlias = Analyses | FieldSet
"""What the service keeps: the analyses of a conversation, and the workspace's fields."""

Verdict: TypeAlias = Accepted[Any] | Refused[Any]


class Code(StrEnum):
    """Stable codes; clients act on them."""

    NOT_CLOSED = "not_closed"
    """Nothing was analysed yet: the first analysis runs by itself after the close (rule A1)."""
    ERASED = "erased"
    """The person of the conversation was erased: there is nothing to analyse (rule E1)."""
    ANALYSIS_RUNNING = "analysis_running"
    """An analysis of this conversation is under way; data: analysis_version."""
    FIELD_EXISTS = "field_exists"
    """Another field has this key."""
    UNKNOWN_FIELD = "unknown_field"
    """No field has this key."""
    TOO_MANY_FIELDS = "too_many_fields"
    """There are as many fields as there may be; data: most."""
    BAD_OPTIONS = "bad_options"
    """An `enum` needs options, each once; another type has none."""
    OTHER_FIELDS = "other_fields"
    """The order does not name every field once; data: definitions_version."""


def refused(code: Code, **data: int) -> Refused[Any]:
    """A refusal with its code, and the numbers that belong to it."""
    return Refused(code=code.value, data=data, forgets=code is Code.ERASED)
