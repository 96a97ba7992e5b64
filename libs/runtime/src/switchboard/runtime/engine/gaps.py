"""Partitions that wait for a missing `pos`: found again once somebody has published it again."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from switchboard.contracts.topics import Kind
from switchboard.runtime.engine.log_reader import LogReader
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.engine.settings import EngineSettings

_EVERY_SECONDS = 2.0
_LONGEST_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Mended:
    """A partition that can go on, and where.

    Attributes:
        fingerprint: of the record before `next_offset`.
    """

    owned: Owned
    next_offset: int
    fingerprint: bytes | None


class GapWatch:
    """Looks ahead in the logs of waiting partitions, every two seconds while there are any.

    What lies between the gap and the record found is passed over: it is numbered higher than what
    is missing, and whoever publishes again does so up to the newest (`republish`). Should that not
    be so, the next number missing is a gap once more.
    """

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._seen: dict[Owned, int] = {}
        self._next_look = 0.0

    async def mended(self, owned: Iterable[Owned]) -> list[Mended]:
        """The waiting partitions whose missing event has come."""
        waiting = [one for one in owned if one.paused and one.topic.kind is Kind.EVENTS]
        if not waiting or time.monotonic() < self._next_look:
            return []
        self._next_look = time.monotonic() + _EVERY_SECONDS
        self._seen = {one: self._seen.get(one, one.mark.next_offset) for one in waiting}
        until = time.monotonic() + _LONGEST_LOOK_SECONDS
        async with LogReader(self._settings) as reader:
            found = [await self._look(reader, one, until) for one in waiting]
        return [mended for mended in found if mended is not None]

    async def _look(self, reader: LogReader, owned: Owned, until: float) -> Mended | None:
        missing = (owned.mark.last_pos or 0) + 1
        found = await reader.find_pos(owned.place, self._seen[owned], missing, until)
        self._seen[owned] = found.offset
        if not found.is_there or found.offset == owned.mark.next_offset:
            return None  # nothing is missing where the next one stands: it waits for a deploy
        return Mended(owned, found.offset, found.before)
