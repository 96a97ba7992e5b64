"""What a run finds: an answer, or that a human has to answer."""

from dataclasses import dataclass
from typing import TypeAlias

from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.words import HandOffReason


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and where it comes from."""

    text: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOff:
    """A human has to answer, and why."""

    reason: HandOffReason


Finding: TypeAlias = Reply | HandOff
