"""A read model that is built anew is not served until it has caught up (design §8)."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import structlog

from switchboard.contracts.topics import TOPICS, Start
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.store.outage import OUTAGE
from switchboard.gateway.store.progress import Place

SOURCES = tuple(
    topic
    for topic in TOPICS
    if topic.positioned and topic.consumers.get("gateway") is Start.AT_START
)
"""What the read model is built from."""

_LOOK_SECONDS = 1.0
_LOOK_AGAIN_SECONDS = 0.05
_LONG_SECONDS = 10.0


class ReadModel:
    """Whether the read model holds all that its logs held when it was begun.

    Half of it would be worse than none: texts whose erasure comes later in the log, members who
    cannot sign in, conversations without their end. So nothing is answered from it meanwhile.

    Args:
        read: which partitions were begun, and whether each is short of its log's end then.
        positions: tells of an empty log, whose partition need not be begun.
        lost: called when the read model stops being whole, under what was open.
    """

    def __init__(
        self,
        read: Callable[[], Awaitable[Mapping[Place, bool]]],
        positions: Positions,
        lost: Callable[[], None],
    ) -> None:
        self._read = read
        self._positions = positions
        self._lost = lost
        self._is_known = False
        self._short: tuple[Place, ...] = ()
        self._not_begun: tuple[Place, ...] = ()
        self._was_whole = False
        self._waited_for: tuple[Place, ...] = ()
        self._since = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether it may be served."""
        return self._is_known and not self.missing

    @property
    def missing(self) -> tuple[Place, ...]:
        """The partitions that are waited for, as far as is known."""
        unread = (place for place in self._not_begun if not self._positions.is_empty(place))
        return (*self._short, *unread)

    async def look(self) -> None:
        """Find out."""
        found = await self._read()
        places = [(topic.name, n) for topic in SOURCES for n in range(topic.partitions)]
        self._is_known = True
        self._short = tuple(place for place in places if found.get(place, False))
        self._not_begun = tuple(place for place in places if place not in found)
        if self._was_whole and not self.is_whole:
            self._lost()
        self._was_whole = self.is_whole

    async def look_always(self) -> None:
        """Look now and then, since it can be emptied under a running gateway; closely until whole.

        While the database is away the last answer stands: nothing is read from it anyway.
        """
        clock = asyncio.get_running_loop().time
        while True:
            with suppress(*OUTAGE):
                await self.look()
            self.tell_of_a_long_wait(clock())
            waiting = self._short or self._not_begun
            await asyncio.sleep(_LOOK_AGAIN_SECONDS if waiting else _LOOK_SECONDS)

    def tell_of_a_long_wait(self, now: float) -> None:
        """Say once which partitions are waited for when none of them has come for long.

        So one that is paused (`docs/operations.md`) is named at the latest when it is the last.

        Args:
            now: seconds of a clock that does not jump.
        """
        if self.missing != self._waited_for:
            self._waited_for, self._since = self.missing, now
        elif self.missing and now - self._since >= _LONG_SECONDS:
            self._since = math.inf
            places = [f"{topic}/{partition}" for topic, partition in self.missing]
            structlog.get_logger("read_model").warning("catching up", waits_for=places)
