"""What a member is writing in a conversation (rule N7)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

NO_VERSION = 0
"""The version of a draft that is not there."""


class DraftKind(StrEnum):
    """Whom it is written for; a draft of one kind never becomes the other."""

    REPLY = "reply"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Whose draft it is, where, and of which kind: one at most."""

    member_id: UUID
    conversation_id: UUID
    kind: DraftKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is stored.

    Attributes:
        version: another number each time it is saved.
    """

    kind: DraftKind
    text: str
    version: int
