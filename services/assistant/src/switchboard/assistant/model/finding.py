"""What a run finds: an answer, perhaps with a ticket, or that a human has to answer."""

from dataclasses import dataclass
from typing import TypeAlias

from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.words import HandOffReason


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that is to be proposed."""

    subject: str
    description: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, where it comes from, and the ticket that it announces."""

    text: str
    sources: tuple[Citation, ...] = ()
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class HandOff:
    """A human has to answer, and why."""

    reason: HandOffReason


Finding: TypeAlias = Reply | HandOff
