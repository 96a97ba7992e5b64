"""What decisions know besides a member's notifications."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that an operator can change."""

    most_open: int = 200
    """How many notifications a member holds at once."""
