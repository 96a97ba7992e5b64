"""Looking at logs apart from the group: where they begin and end, and single records."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.places import Place, Record
from switchboard.runtime.engine.records import record_fingerprint, scan
from switchboard.runtime.engine.settings import EngineSettings

_WAIT_MS = 100
_PATIENCE_SECONDS = 10.0
_SMALL_FETCH_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Found:
    """How far a log was looked through.

    Attributes:
        offset: of the record that was looked for; otherwise where to go on.
        is_there: whether it was found.
        before: fingerprint of the record before it, if there is one.
    """

    offset: int
    is_there: bool = False
    before: bytes | None = None


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

    async def find_pos(self, place: Place, begin: int, pos: int, until: float) -> Found:
        """The first event at or after an offset that carries this `pos`.

        Args:
            place: whose log is looked through.
            begin: where to begin.
            pos: what is looked for.
            until: a `time.monotonic()` at which to give up for now.
        """
        partition = self._partition(place)
        self._consumer.assign([partition])
        [log_begin] = (await self._consumer.beginning_offsets([partition])).values()
        [end] = (await self._consumer.end_offsets([partition])).values()
        self._consumer.seek(partition, max(begin - 1, log_begin))
        reached, before = begin, None
        while reached < end and time.monotonic() < until:
            polled = await self._consumer.getmany(partition, timeout_ms=_WAIT_MS)
            for record in polled.get(partition, ()):
                if record.offset >= begin and scan(record)[0] == pos:
                    return Found(record.offset, is_there=True, before=before)
                reached, before = record.offset + 1, record_fingerprint(record)
        return Found(reached)

    def _partition(self, place: Place) -> TopicPartition:
        return TopicPartition(self._prefix + place[0], place[1])
