"""The fan-out's consumers: every partition of the event topics, without a group."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
    Topic,
)
from switchboard.gateway.handlers.places import Positions
from switchboard.runtime.fetch_gate import FetchGate
from switchboard.runtime.fetch_sessions import session_consumer

_POLL_MILLISECONDS = 500
_MOST_RECORDS = 2_000
_RETRY_SECONDS = 0.5
_GATHER_SECONDS = 0.05

LIVE = (CONVERSATION_EVENTS_TOPIC, CONVERSATION_PUBLIC_TOPIC, COMMAND_OUTCOMES_TOPIC)
"""What every message is heard by; the inbox's snapshots and all else may come a little later."""

_UNREADABLE = (ValueError, KeyError, AttributeError, TypeError)
"""What reading a record of a foreign shape raises: no key, no body, no such field."""

Handle = Callable[[Sequence[Any]], None]


class FanOut:
    """Hears everything from now on; ready once it stands at the end of every partition.

    On an error it starts again at the end and says so through `interrupted`: whoever relied on
    hearing everything has to resume. What is known when it stands at the end, be it the first time,
    may be older than what is heard from there; it says so through `begins`.
    Of the outcomes only those of this process are heard.
    """

    def __init__(
        self,
        connection: Mapping[str, Any],
        prefix: str,
        table: Sequence[tuple[Topic, Handle]],
        positions: Positions,
        interrupted: Callable[[], None],
        *,
        begins: Callable[[], None],
        outcome_partition: int,
    ) -> None:
        self._connection = connection
        self._prefix = prefix
        self._table = table
        self._by_name = {prefix + topic.name: (topic, handle) for topic, handle in table}
        self._positions = positions
        self._interrupted = interrupted
        self._begins = begins
        self._outcome_partition = outcome_partition
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
        async with AsyncExitStack() as stack:
            lanes = [await stack.enter_async_context(self._at_end(*one)) for one in self._lanes()]
            self._begins()
            self.ready.set()
            hearing = [asyncio.ensure_future(self._hear_lane(lane)) for lane in lanes]
            try:
                await asyncio.gather(*hearing)
            finally:
                for lane in hearing:
                    lane.cancel()
                await asyncio.wait(hearing)

    def _lanes(self) -> Iterator[tuple[list[TopicPartition], float]]:
        """What is heard together, and the shortest time from one fetch of it to the next.

        A poll costs by the partitions that it is for: what is heard with every message is a lane of
        its own, and snapshots, which the inbox gathers for longer than this anyway, are another.
        """
        topics = [topic for topic, _ in self._table]
        live = [topic for topic in topics if topic in LIVE]
        gathered = [topic for topic in topics if topic is CONVERSATION_STATE_TOPIC]
        rare = [topic for topic in topics if topic not in (*live, *gathered)]
        for lane, every_seconds in ((live, 0.0), (gathered, _GATHER_SECONDS), (rare, 0.0)):
            if lane:
                yield [place for topic in lane for place in self._places(topic)], every_seconds

    def _places(self, topic: Topic) -> list[TopicPartition]:
        is_mine = topic is COMMAND_OUTCOMES_TOPIC
        numbers = [self._outcome_partition] if is_mine else range(topic.partitions)
        return [TopicPartition(self._prefix + topic.name, number) for number in numbers]

    @asynccontextmanager
    async def _at_end(
        self, places: list[TopicPartition], every_seconds: float
    ) -> AsyncIterator[AIOKafkaConsumer]:
        """A consumer that stands at the end of each of these."""
        gate = FetchGate(every_seconds)
        consumer = session_consumer(
            gate=gate,
            **self._connection,
            enable_auto_commit=False,
            auto_offset_reset="none",
            fetch_max_wait_ms=_POLL_MILLISECONDS,
            max_partition_fetch_bytes=1_048_576,
        )
        await consumer.start()
        try:
            consumer.assign(places)
            for place, offset in (await consumer.end_offsets(places)).items():
                consumer.seek(place, offset)
                topic, _ = self._by_name[place.topic]
                self._positions.moved(topic.name, place.partition, offset)
            with gate.opened():
                yield consumer
        finally:
            await consumer.stop()

    async def _hear_lane(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            batches = await consumer.getmany(
                timeout_ms=_POLL_MILLISECONDS, max_records=_MOST_RECORDS
            )
            self._handle(batches)

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
