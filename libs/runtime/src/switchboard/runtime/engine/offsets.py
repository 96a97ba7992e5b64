"""Telling Kafka the offsets, about once a second, for dashboards; the engine never reads them."""

import asyncio
import time
from collections.abc import Callable, Iterable

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from switchboard.runtime.engine.places import Owned, Place
from switchboard.runtime.engine.settings import EngineSettings


class OffsetReport:
    """Commits in the background; a failure matters to no record."""

    def __init__(self, settings: EngineSettings) -> None:
        self._every = settings.offset_commit_seconds
        self._told: dict[Place, int] = {}
        self._next = 0.0
        self._running: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("engine")

    def report(
        self,
        consumer: AIOKafkaConsumer,
        name: Callable[[Owned], TopicPartition],
        owned: Iterable[Owned],
    ) -> None:
        """Begin to commit what has moved, if it is time to."""
        if time.monotonic() < self._next or (self._running and not self._running.done()):
            return
        moved = {one: one.mark.next_offset for one in owned}
        moved = {one: at for one, at in moved.items() if self._told.get(one.place) != at}
        if moved:
            self._next = time.monotonic() + self._every
            self._told.update({one.place: at for one, at in moved.items()})
            offsets = {name(one): at for one, at in moved.items()}
            self._running = asyncio.ensure_future(self._commit(consumer, offsets))

    async def stop(self) -> None:
        """Let a running commit end."""
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=1)

    async def _commit(self, consumer: AIOKafkaConsumer, offsets: dict[TopicPartition, int]) -> None:
        try:
            await consumer.commit(offsets)
        except KafkaError as error:
            self._log.debug("offsets not told", reason=repr(error))
