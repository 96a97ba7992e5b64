"""The fan-out's consumer: every partition of the event topics, without a group."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from switchboard.contracts.topics import Topic
from switchboard.gateway.handlers.places import Positions
from switchboard.runtime.fetch_sessions import session_consumer

_POLL_MILLISECONDS = 500
_MOST_RECORDS = 2_000
_RETRY_SECONDS = 0.5

_UNREADABLE = (ValueError, KeyError, AttributeError, TypeError)
"""What reading a record of a foreign shape raises: no key, no body, no such field."""

Handle = Callable[[Sequence[Any]], None]


class FanOut:
    """Hears everything from now on; ready once it stands at the end of every partition.

    On an error it starts again at the end and says so through `interrupted`: whoever relied on
    hearing everything has to resume.
    """

    def __init__(
        self,
        connection: Mapping[str, Any],
        prefix: str,
        table: Sequence[tuple[Topic, Handle]],
        positions: Positions,
        interrupted: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._prefix = prefix
        self._table = table
        self._by_name = {prefix + topic.name: (topic, handle) for topic, handle in table}
        self._positions = positions
        self._interrupted = interrupted
        self._log = structlog.get_logger("fanout")
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Hear until cancelled."""
        while True:
            try:
                await self._hear()
            except (KafkaError, OSError) as error:
                self._log.warning("subscribing again", reason=f"{type(error).__name__}: {error}")
            self.ready.clear()
            self._interrupted()
            await asyncio.sleep(_RETRY_SECONDS)

    async def _hear(self) -> None:
        consumer = session_consumer(
            **self._connection,
            enable_auto_commit=False,
            auto_offset_reset="none",
            fetch_max_wait_ms=_POLL_MILLISECONDS,
            max_partition_fetch_bytes=1_048_576,
        )
        await consumer.start()
        try:
            await self._go_to_end(consumer)
            self.ready.set()
            while True:
                self._handle(
                    await consumer.getmany(timeout_ms=_POLL_MILLISECONDS, max_records=_MOST_RECORDS)
                )
        finally:
            await consumer.stop()

    async def _go_to_end(self, consumer: AIOKafkaConsumer) -> None:
        places = [
            TopicPartition(self._prefix + topic.name, number)
            for topic, _ in self._table
            for number in range(topic.partitions)
        ]
        consumer.assign(places)
        for place, offset in (await consumer.end_offsets(places)).items():
            consumer.seek(place, offset)
            topic, _ = self._by_name[place.topic]
            self._positions.moved(topic.name, place.partition, offset)

    def _handle(self, batches: Mapping[TopicPartition, Sequence[Any]]) -> None:
        for place, records in batches.items():
            topic, handle = self._by_name[place.topic]
            self._give(handle, records)
            self._positions.moved(topic.name, place.partition, records[-1].offset + 1)

    def _give(self, handle: Handle, records: Sequence[Any]) -> None:
        """Hand over a run; one unreadable record is passed over, its followers see a hole."""
        try:
            handle(records)
        except _UNREADABLE:
            for record in records:
                self._give_one(handle, record)

    def _give_one(self, handle: Handle, record: Any) -> None:
        try:
            handle([record])
        except _UNREADABLE as error:
            self._log.error(
                "record not understood",
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                reason=type(error).__name__,
            )
