"""Hearing of new and of cancelled jobs at once, instead of at the next slow poll."""

import asyncio
from types import TracebackType
from typing import Any, Self

import asyncpg

from switchboard.runtime.jobs.job import Lane
from switchboard.runtime.jobs.storing import CANCELLED, CHANNEL


class Waking:
    """Listens on one connection of the pool for its whole life.

    Attributes:
        jobs: set when there may be something to take.
        cancelled: set when a job was taken back.
        lost: set when the connection has ended.
    """

    def __init__(self, pool: asyncpg.Pool, lane: Lane) -> None:
        self._pool = pool
        self._lane = lane.value
        self.jobs = asyncio.Event()
        self.cancelled = asyncio.Event()
        self.lost = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._connection: Any = await self._pool.acquire()
        self._connection.add_termination_listener(self._ended)
        await self._connection.add_listener(CHANNEL, self._heard)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.remove_termination_listener(self._ended)
        self._connection.terminate()
        await self._pool.release(self._connection)

    def _heard(self, connection: Any, process: int, channel: str, payload: str) -> None:
        del connection, process, channel
        if payload == CANCELLED:
            self.cancelled.set()
        elif payload == self._lane:
            self.jobs.set()

    def _ended(self, connection: Any) -> None:
        del connection
        self.lost.set()
