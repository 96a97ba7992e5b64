"""How fast somebody may go: token buckets, as pure functions of one number.

The whole state of a bucket is the time at which it will be full again; a time that has passed is a
full bucket, so whoever was quiet for long enough need not be remembered.
"""

from dataclasses import dataclass

_ROUNDING = 1e-6
"""Seconds; sums of fractions are no closer than this at the size of today's times."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and from then on so many a second.

    Attributes:
        burst: 1 or more.
        per_second: more than 0.
    """

    burst: float
    per_second: float

    def times(self, factor: float) -> "Pace":
        """So many times as much."""
        return Pace(self.burst * factor, self.per_second * factor)


def wait(full_at: float, pace: Pace, now: float) -> float:
    """Seconds until one more is allowed; 0 for at once."""
    seconds = full_at - now - (pace.burst - 1) / pace.per_second
    return seconds if seconds > _ROUNDING else 0.0


def spent(full_at: float, pace: Pace, now: float) -> float:
    """The bucket after one more."""
    return max(full_at, now) + 1 / pace.per_second


def given_back(full_at: float, pace: Pace) -> float:
    """The bucket as if the last one had not been."""
    return full_at - 1 / pace.per_second
