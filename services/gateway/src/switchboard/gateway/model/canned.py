"""Canned responses: texts with variables that agents insert by a shortcut (rule N3)."""

import re
from dataclasses import dataclass
from uuid import UUID

VARIABLES = frozenset({"user.name", "agent.name", "conversation.id"})
"""What a text may ask for as `{{name}}` or, with what stands there otherwise, `{{name|words}}`."""

_VARIABLE = re.compile(r"\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}")


@dataclass(frozen=True, slots=True)
class CannedResponse:
    """One text and the word that offers it."""

    canned_response_id: UUID
    shortcut: str
    text: str


def unknown_variables(text: str) -> tuple[str, ...]:
    """The variables of a text that nobody could fill."""
    return tuple(name for name in _VARIABLE.findall(text) if name not in VARIABLES)
