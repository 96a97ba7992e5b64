"""A read model that is built anew is not served until it has caught up (design §8)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

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
        self._short = True
        self._not_begun: tuple[Place, ...] = ()
        self._was_whole = False

    @property
    def is_whole(self) -> bool:
        """Whether it may be served."""
        return not self._short and all(self._positions.is_empty(it) for it in self._not_begun)

    async def look(self) -> None:
        """Find out."""
        found = await self._read()
        places = [(topic.name, n) for topic in SOURCES for n in range(topic.partitions)]
        self._short = any(found.get(place, False) for place in places)
        self._not_begun = tuple(place for place in places if place not in found)
        if self._was_whole and not self.is_whole:
            self._lost()
        self._was_whole = self.is_whole

    async def look_always(self) -> None:
        """Look now and then, since it can be emptied under a running gateway; closely until whole.

        While the database is away the last answer stands: nothing is read from it anyway.
        """
        while True:
            with suppress(*OUTAGE):
                await self.look()
            waiting = self._short or self._not_begun
            await asyncio.sleep(_LOOK_AGAIN_SECONDS if waiting else _LOOK_SECONDS)
