"""What is stored a little later, many polls at once: places reached in vain, commands sent."""

import time
from collections.abc import Collection

from switchboard.runtime.engine.places import Owned


class Tidying:
    """Finds the partitions whose rows want bringing up to date.

    Args:
        hold_seconds: how long a place that was reached in vain may stay unstored.
    """

    def __init__(self, hold_seconds: float) -> None:
        self._hold_seconds = hold_seconds
        self._held_since: float | None = None

    def due(self, owned: Collection[Owned], *, quiet: bool) -> list[Owned]:
        """The partitions to tidy now.

        Args:
            owned: all of them.
            quiet: whether the poll brought nothing; only then are sent commands deleted by a
                transaction of their own.
        """
        late = self._is_late(any(one.is_held for one in owned))
        return [one for one in owned if (late and one.is_held) or (quiet and one.outgoing_stored)]

    def _is_late(self, held: bool) -> bool:  # noqa: FBT001 - private, one caller
        now = time.monotonic()
        if not held:
            self._held_since = None
            return False
        if self._held_since is None:
            self._held_since = now
        late = now >= self._held_since + self._hold_seconds
        if late:
            self._held_since = None
        return late
