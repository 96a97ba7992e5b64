"""How far the read model is: waiting until it has reached a place in a topic."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import asyncpg

Place = tuple[str, int]
"""A topic, without prefix, and a partition."""

POLL_SECONDS = 0.01
"""From one look at the read model to the next, for all who wait."""
WAIT_SECONDS = 2.0
"""The longest that a client waits for the read model."""


async def read_positions(pool: asyncpg.Pool) -> dict[Place, int]:
    """The next offset of every partition that the `consume` processes follow."""
    rows = await pool.fetch("SELECT topic, partition, next_offset FROM partition_state")
    return {(row["topic"], row["partition"]): row["next_offset"] for row in rows}


async def read_catching_up(pool: asyncpg.Pool) -> dict[Place, bool]:
    """Every partition that was begun, and whether it is short of where its log ended then."""
    rows = await pool.fetch(
        "SELECT topic, partition, next_offset < catch_up_to AS short FROM partition_state"
    )
    return {(row["topic"], row["partition"]): row["short"] for row in rows}


class Progress:
    """Shares one look at the positions among all who wait; looks only while somebody does."""

    def __init__(self, read: Callable[[], Awaitable[Mapping[Place, int]]]) -> None:
        self._read = read
        self._known: Mapping[Place, int] = {}
        self._look: asyncio.Task[None] | None = None

    async def reached(self, wanted: Mapping[Place, int], seconds: float = WAIT_SECONDS) -> bool:
        """Whether the read model holds everything before these offsets, waiting for it."""
        end = asyncio.get_running_loop().time() + seconds
        while not self._holds(wanted):
            if asyncio.get_running_loop().time() >= end:
                return False
            await self._looked()
        return True

    async def short_of(self, wanted: Mapping[Place, int]) -> set[Place]:
        """Where the read model does not hold everything before these offsets now."""
        if not self._holds(wanted):
            self._known = await self._read()
        return self._lacking(wanted)

    def _holds(self, wanted: Mapping[Place, int]) -> bool:
        return not self._lacking(wanted)

    def _lacking(self, wanted: Mapping[Place, int]) -> set[Place]:
        return {
            place
            for place, offset in wanted.items()
            if offset > 0 and self._known.get(place, -1) < offset
        }

    async def _looked(self) -> None:
        if self._look is None or self._look.done():
            self._look = asyncio.ensure_future(self._look_soon())
        await asyncio.shield(self._look)

    async def _look_soon(self) -> None:
        self._known = await self._read()
        await asyncio.sleep(POLL_SECONDS)
