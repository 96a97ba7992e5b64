"""The time that rules are given: the computer's, but never one that it has shown before."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_PACE = 0.5
"""How fast time goes on while the computer's clock is behind: deadlines come, if late."""


class Clock:
    """Shows the time, and goes on at half its pace from where the computer's clock was put back.

    A clock that stood still until the other has caught up would let no deadline come meanwhile; one
    that went on at full pace would never be right again.

    Args:
        wall: the computer's clock.
        steady: seconds that nobody can put forward or back.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._shown, self._shown_at = wall(), steady()

    def now(self) -> datetime:
        """The time; never earlier than before."""
        at = self._steady()
        passed = timedelta(seconds=(at - self._shown_at) * _PACE)
        self._shown, self._shown_at = max(self._wall(), self._shown + passed), at
        return self._shown

    def not_before(self, moment: datetime) -> None:
        """Show no time before this one: another process has given it to a rule already."""
        self._shown = max(self.now(), moment)
