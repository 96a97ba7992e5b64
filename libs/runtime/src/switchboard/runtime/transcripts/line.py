"""What one line of a transcript is."""

from dataclasses import dataclass

from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.words import SystemLine


@dataclass(frozen=True, slots=True)
class Line:
    """One message that the user may see.

    Attributes:
        said: what a system message says; None for all others.
    """

    public_seq: int
    source: PublicSource
    text: str
    said: SystemLine | None = None
