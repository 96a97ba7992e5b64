"""The deadlines of a partition, held in memory as they are stored."""

from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush
from typing import TypeAlias

from switchboard.runtime.roles import Timer

TimerKey: TypeAlias = tuple[str, str]
"""An entity's key and the deadline's kind."""


class TimerBook:
    """What is due, and when the next deadline is; a mirror of the partition's rows in `timer`.

    Only the partition's owner changes those rows, so that no SELECT is needed to look.
    """

    def __init__(self) -> None:
        self._timers: dict[TimerKey, Timer] = {}
        self._order: list[tuple[datetime, TimerKey, int]] = []

    def __len__(self) -> int:
        return len(self._timers)

    def set(self, key: str, timer: Timer) -> None:
        """Set or replace a deadline."""
        place = (key, timer.kind)
        self._timers[place] = timer
        heappush(self._order, (timer.due_at, place, timer.set_at_seq))

    def clear(self, place: TimerKey) -> None:
        """Forget a deadline."""
        self._timers.pop(place, None)

    def holds(self, key: str, timer: Timer) -> bool:
        """Whether this deadline is still set, and was not replaced."""
        return self._timers.get((key, timer.kind)) == timer

    def next_due(self) -> datetime | None:
        """When the next deadline is."""
        self._drop_replaced()
        return self._order[0][0] if self._order else None

    def due(self, now: datetime, limit: int) -> Iterable[tuple[str, Timer]]:
        """The deadlines that have come, oldest first; they stay until they are cleared."""
        taken = []
        found: dict[TimerKey, Timer] = {}
        while len(found) < limit and (moment := self.next_due()) is not None and moment <= now:
            taken.append(heappop(self._order))
            place = taken[-1][1]
            found[place] = self._timers[place]
        for entry in taken:
            heappush(self._order, entry)
        return [(key, timer) for (key, _), timer in found.items()]

    def _drop_replaced(self) -> None:
        while self._order:
            due_at, place, set_at_seq = self._order[0]
            timer = self._timers.get(place)
            if timer is not None and (timer.due_at, timer.set_at_seq) == (due_at, set_at_seq):
                return
            heappop(self._order)
