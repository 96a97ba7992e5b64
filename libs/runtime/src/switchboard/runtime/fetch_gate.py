"""When a consumer fetches: while somebody waits for what it brings, and not too often.

A poll has a price whatever it brings: a fetch, a transaction, a dozen statements. aiokafka fetches
ahead while a batch is being handled, is given the first record that comes, and asks for nothing
more before that one is taken; so every other poll would be a poll for next to nothing. Behind this
gate a fetch begins when the consumer is asked for records, and so brings all that came meanwhile.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

MUCH_BYTES = 65_536
"""A fetch that brings this much is one of many: the next one may bring more at once."""


class FetchGate:
    """Lets a fetch begin while somebody waits for records, and each broker's not too often.

    Args:
        every_seconds: the shortest time from one fetch to the next. A fetch that waits at the
            broker is answered at once; only the next one is put off, so that what comes seldom
            comes without delay.
        after_much_seconds: the same after a fetch that brought much, if that is longer.
    """

    def __init__(self, every_seconds: float = 0.0, after_much_seconds: float = 0.0) -> None:
        self._every = every_seconds
        self._longer = max(0.0, after_much_seconds - every_seconds)
        self._next_at: dict[int, float] = {}
        self._wanted = asyncio.Event()

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Somebody waits for records; afterwards what comes is left with the broker."""
        self._wanted.set()
        try:
            yield
        finally:
            self._wanted.clear()

    async def passed(self, node: int) -> None:
        """Return when a fetch from this broker may begin."""
        loop = asyncio.get_running_loop()
        await self._wanted.wait()
        while (rest := self._next_at.get(node, 0.0) - loop.time()) > 0:
            await asyncio.sleep(rest)
            await self._wanted.wait()
        self._next_at[node] = loop.time() + self._every

    def brought(self, node: int, size: int) -> None:
        """A fetch from this broker is back with so many bytes."""
        if size >= MUCH_BYTES:
            self._next_at[node] += self._longer

    @property
    def rest_seconds(self) -> float:
        """How long the next fetch is put off, from whichever broker that is longest."""
        now = asyncio.get_running_loop().time()
        return max([0.0, *(at - now for at in self._next_at.values())])
