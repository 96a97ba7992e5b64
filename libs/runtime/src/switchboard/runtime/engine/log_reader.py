"""Looking at logs apart from the group: where they begin and end, and single records."""

import asyncio
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.places import Place, Record
from switchboard.runtime.engine.settings import EngineSettings

_WAIT_MS = 100
_PATIENCE_SECONDS = 10.0
_SMALL_FETCH_BYTES = 65_536


class LogReader:
    """A second consumer, without a group."""

    def __init__(self, settings: EngineSettings) -> None:
        self._prefix = settings.topic_prefix
        self._consumer = AIOKafkaConsumer(
            **settings.client_arguments,
            auto_offset_reset="none",
            enable_auto_commit=False,
            fetch_max_wait_ms=_WAIT_MS,
            max_partition_fetch_bytes=_SMALL_FETCH_BYTES,
        )

    async def __aenter__(self) -> Self:
        await self._consumer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._consumer.stop()

    async def bounds(self, places: Iterable[Place]) -> dict[Place, tuple[int, int]]:
        """The first offset of each log and the one after its last."""
        partitions = {self._partition(place): place for place in places}
        if not partitions:
            return {}
        begins = await self._consumer.beginning_offsets(list(partitions))
        ends = await self._consumer.end_offsets(list(partitions))
        return {place: (begins[tp], ends[tp]) for tp, place in partitions.items()}

    async def records_at(self, wanted: Mapping[Place, int]) -> dict[Place, Record]:
        """The first record at or after each offset, all of which lie before the log's end.

        Raises:
            EngineStopped: the broker does not hand them out.
        """
        missing = {self._partition(place): place for place in wanted}
        found: dict[Place, Record] = {}
        if not missing:
            return found
        self._consumer.assign(list(missing))
        for partition, place in missing.items():
            self._consumer.seek(partition, wanted[place])
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while missing:
                    polled = await self._consumer.getmany(*missing, timeout_ms=_WAIT_MS)
                    for partition, records in polled.items():
                        found[missing.pop(partition)] = records[0]
                        self._consumer.pause(partition)
        except TimeoutError as error:
            raise EngineStopped("Kafka did not hand out records to compare with") from error
        return found

    def _partition(self, place: Place) -> TopicPartition:
        return TopicPartition(self._prefix + place[0], place[1])
