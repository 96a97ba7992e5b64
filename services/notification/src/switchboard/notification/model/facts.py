"""What decisions know besides a member's notifications."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that an operator can change."""

    most_open: int = 200
    """How many notifications a member holds at once."""
    arrival: timedelta = timedelta(seconds=10)
    """How long a member who came online is also told of what begins to wait without them."""
