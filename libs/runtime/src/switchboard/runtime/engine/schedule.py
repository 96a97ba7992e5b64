"""When deadlines are decided: after the commands that came before them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from switchboard.runtime.engine.batch import Received
from switchboard.runtime.engine.memory import Deadline
from switchboard.runtime.engine.places import Owned, Place
from switchboard.runtime.engine.settings import EngineSettings

_OVERDUE = timedelta(seconds=10)
_MOST = 500
_FETCH_MS = 50
"""A fetch that finds something is back by then but for a broker in trouble. It begins with the
poll: a deadline that has come already waits so long, so that what was said before it is decided
before it."""

_STALE = timedelta(seconds=2)


class Schedule:
    """Finds what is due, and how long to wait for it."""

    def __init__(self, settings: EngineSettings) -> None:
        self._poll_timeout_ms = settings.poll_timeout_ms
        self._hold_ms = int(settings.hold_seconds * 1000)

    def timeout_ms(self, owned: Collection[Owned], now: datetime, rest_seconds: float) -> int:
        """How long a poll may wait for records without a deadline coming late.

        Args:
            owned: whose deadlines.
            now: the clock.
            rest_seconds: how long the next fetch is put off.
        """
        longest = self._poll_timeout_ms
        if any(one.is_held for one in owned):
            longest = min(longest, self._hold_ms)
        moments = [moment for one in owned if (moment := one.timers.next_due()) is not None]
        if not moments:
            return longest
        wait = int((min(moments) - now).total_seconds() * 1000) + 1
        return max(int(rest_seconds * 1000) + _FETCH_MS, min(longest, wait))

    def ends(
        self,
        consumer: AIOKafkaConsumer,
        name: Callable[[Owned], TopicPartition],
        owned: Iterable[Owned],
    ) -> dict[Place, int]:
        """Where the logs of partitions with deadlines end, as far as is known just now."""
        found: dict[Place, int] = {}
        assigned: Any = consumer.assignment()
        for one in owned:
            if not len(one.timers) or (partition := name(one)) not in assigned:
                continue
            end = consumer.highwater(partition)
            if end is not None:
                found[one.place] = end
        return found

    def due(
        self,
        owned: Iterable[Owned],
        ends: Mapping[Place, int],
        received: Iterable[Received],
        now: datetime,
    ) -> list[Deadline]:
        """The deadlines to decide with this poll."""
        armed = [one for one in owned if len(one.timers)]
        if not armed:
            return []
        reached = {item.owned: item.record.offset + 1 for item in received}
        found = []
        for one in armed:
            end = ends.get(one.place)
            is_level = end is not None and reached.get(one, one.mark.next_offset) >= end
            if one.caught_up or is_level:
                moment = now if is_level else now - _OVERDUE
                found += [Deadline(one, key, timer) for key, timer in one.timers.due(moment, _MOST)]
        return found
