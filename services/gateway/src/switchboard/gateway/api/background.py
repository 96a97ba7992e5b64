"""The work behind the doors of a process: as long as they are open, all of it goes on."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias

Work: TypeAlias = Coroutine[Any, Any, None]

_PATIENCE_SECONDS = 5


class WorkEndedError(Exception):
    """Something that is to go on has ended, and nobody asked it to."""


class Background:
    """What runs beside the doors, and whether all of it still does.

    A part that ended without a word would be missed by nobody: its process would go on to answer
    from what it last knew. So whoever serves waits for `broken` too, and ends with it.
    """

    def __init__(self) -> None:
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Fails with what the first part ended with that ended by itself."""

    @asynccontextmanager
    async def running(self, *parts: Work) -> AsyncIterator[None]:
        """Within the block these go on; at its end they are cancelled, the last one first."""
        async with AsyncExitStack() as stack:
            for part in parts:
                await stack.enter_async_context(self._beside(part))
            yield

    @asynccontextmanager
    async def _beside(self, part: Work) -> AsyncIterator[None]:
        task = asyncio.ensure_future(part)
        task.add_done_callback(self._ended)
        try:
            yield
        finally:
            task.remove_done_callback(self._ended)
            task.cancel()
            await asyncio.wait({task}, timeout=_PATIENCE_SECONDS)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """Nobody cancelled it; a Kafka client may let a task of its own that was cancelled show."""
        if not self.broken.done():
            error = None if task.cancelled() else task.exception()
            self.broken.set_exception(error or WorkEndedError(task.get_name()))
