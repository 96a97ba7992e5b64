"""The engine's life: claim, poll, batch, until something is not as it was known to be."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError, NoOffsetForPartitionError

from switchboard.contracts.topics import Topic
from switchboard.runtime.engine.attempts import Attempts
from switchboard.runtime.engine.batch import Batch, Item, Received
from switchboard.runtime.engine.claiming import Claiming
from switchboard.runtime.engine.clock import Clock
from switchboard.runtime.engine.connection import engine_connection
from switchboard.runtime.engine.erasing import Erasing
from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.frame import Frame
from switchboard.runtime.engine.gaps import GapWatch
from switchboard.runtime.engine.gate import Gate
from switchboard.runtime.engine.hearing import Hearing
from switchboard.runtime.engine.log_reader import LogReader
from switchboard.runtime.engine.membership import hold_replica_id
from switchboard.runtime.engine.offsets import OffsetReport
from switchboard.runtime.engine.places import Owned, Place, Record
from switchboard.runtime.engine.publishing import Publisher
from switchboard.runtime.engine.repairing import Repairs
from switchboard.runtime.engine.schedule import Schedule
from switchboard.runtime.engine.settings import EngineSettings
from switchboard.runtime.engine.sweeping import Sweep
from switchboard.runtime.engine.tidying import Tidying
from switchboard.runtime.garbage import collect_garbage_less_often
from switchboard.runtime.roles import Connection, Decider, Projector, Translator


@dataclass(slots=True)
class _Poll:
    """What one wait brought; may be nothing but the time.

    Attributes:
        ends: where the logs of command partitions ended when the wait began.
    """

    records: dict[TopicPartition, list[Record]]
    ends: dict[Place, int]


class Engine:
    """Consumes for one service, in one consumer group.

    Args:
        settings: plain values.
        decider: the rules of the service's entities.
        translators: what turns others' events into commands of one's own.
        projectors: what mirrors others' topics.
        needed_first: sources that must be applied up to their end as of the start before any
            command is decided or deadline is due.
    """

    def __init__(
        self,
        settings: EngineSettings,
        *,
        decider: Decider[Any] | None = None,
        translators: Sequence[Translator] = (),
        projectors: Sequence[Projector] = (),
        needed_first: Sequence[Topic] = (),
    ) -> None:
        self._settings = settings
        self._hearing = Hearing(decider, translators, projectors)
        self._gate = Gate(needed_first)
        self._lock = asyncio.Lock()
        self._assigned: list[Place] | None = None
        self._owned: dict[Place, Owned] = {}
        self._clock = Clock()
        self._schedule = Schedule(settings)
        self._tidying = Tidying(settings.hold_seconds)
        self._offsets = OffsetReport(settings)
        self._gaps = GapWatch(settings)
        self._ready = False
        self._stopping = False
        self._log = structlog.get_logger("engine")

    @property
    def ready(self) -> bool:
        """Whether partitions were claimed and the first catch-up has begun."""
        return self._ready

    async def run(self) -> None:
        """Consume until cancelled.

        Raises:
            EngineStopped: the process has to end and start again.
        """
        collect_garbage_less_often()
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        async with engine_connection(self._settings) as connection:
            self._connection: Connection = connection
            await hold_replica_id(connection, self._settings)
            self._publisher = Publisher(self._settings)
            self._claiming = Claiming(self._hearing, self._publisher)
            self._batch = Batch(self._settings, self._hearing, self._publisher, connection)
            self._attempts = Attempts(connection, self._batch, self._settings.max_records)
            self._repairs = Repairs(connection, self._batch, self._publisher)
            self._sweep = Sweep(connection, self._hearing.feeds)
            self._erasing = Erasing(connection)
            self._frame = Frame(
                self._settings,
                self._topic_names(),
                _Listener(self),
                poll=self._poll,
                take=self._take,
                back=self._claim_anew,
            )
            await self._consume()

    async def _consume(self) -> None:
        try:
            await self._publisher.start()
            await self._frame.start()
            await self._ended
        except KafkaError as error:
            raise EngineStopped(f"Kafka: {error!r}") from error
        finally:
            await self._stop()

    def _topic_names(self) -> list[str]:
        return [self._settings.topic_prefix + name for name in self._hearing.topics]

    async def _stop(self) -> None:
        """End in order, but wait for nothing that waits for Kafka or PostgreSQL itself.

        What would still be done matters to no record, and a process that does not end is not
        started again.
        """
        self._ready = False
        try:
            async with asyncio.timeout(self._settings.stop_within_seconds):
                await self._stop_in_order()
        except TimeoutError:
            self._log.warning("ended without waiting any longer")

    async def _stop_in_order(self) -> None:
        """After the running batch, before another begins."""
        failed = self._ended.done() and not self._ended.cancelled()
        async with self._lock:
            self._stopping = True
            owned, self._owned = list(self._owned.values()), {}
            if not failed:
                await self._claiming.release(self._connection, owned)
        await self._offsets.stop()
        await self._frame.stop()
        await self._publisher.stop()

    # Assignments ----------------------------------------------------------------------------------

    async def revoked(self) -> None:
        """Let go of everything, once the running batch has been published."""
        async with self._lock:
            owned, self._owned, self._assigned = list(self._owned.values()), {}, None
            if owned and not self._stopping:
                try:
                    await self._claiming.release(self._connection, owned)
                except Exception as error:  # noqa: BLE001 - aiokafka would swallow it
                    self._end(error)

    def assigned(self, places: Sequence[Place]) -> None:
        """Note what is to be claimed before the next poll."""
        self._assigned = list(places)

    def _claim_anew(self) -> None:
        """Compare the logs with what was read of them, before anything else is read."""
        if self._owned and self._assigned is None:
            self._assigned = list(self._owned)

    async def _claim(self, consumer: AIOKafkaConsumer, places: Sequence[Place]) -> None:
        async with LogReader(self._settings) as reader:
            await self._gate.look(reader)
            owned = await self._claiming.claim(self._connection, reader, places)
        if self._assigned is not None:
            return  # assigned anew meanwhile: these are not ours any more
        self._owned = {partition.place: partition for partition in owned}
        for partition in owned:
            self._clock.not_before(partition.mark.rule_time)
            consumer.seek(self._topic_partition(partition), partition.mark.next_offset)
            if not self._gate.is_open and self._hearing.decides(partition.topic.name):
                consumer.pause(self._topic_partition(partition))
            else:
                consumer.resume(self._topic_partition(partition))
        self._ready = True

    async def _open_gate(self, consumer: AIOKafkaConsumer) -> None:
        if self._gate.is_open or not await self._gate.try_open(self._connection):
            return
        for partition in self._owned.values():
            if self._hearing.decides(partition.topic.name):
                consumer.resume(self._topic_partition(partition))

    def _topic_partition(self, owned: Owned) -> TopicPartition:
        return TopicPartition(self._settings.topic_prefix + owned.topic.name, owned.partition)

    # The loop -------------------------------------------------------------------------------------

    async def _poll(self, consumer: AIOKafkaConsumer) -> _Poll:
        """Claim what was assigned, then wait for records, a deadline or the time."""
        while not self._stopping:
            try:
                async with self._lock:
                    await self._prepare(consumer)
                return await self._wait(consumer)
            except Exception as error:  # noqa: BLE001 - the frame would log it and go on
                self._end(error)
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self._end_if_nobody_asked()
                await asyncio.Event().wait()
        return await asyncio.Event().wait()  # type: ignore[return-value]  # until cancelled

    async def _prepare(self, consumer: AIOKafkaConsumer) -> None:
        while self._assigned is not None and not self._stopping:
            places, self._assigned = self._assigned, None
            await self._claim(consumer, places)
        await self._open_gate(consumer)

    async def _wait(self, consumer: AIOKafkaConsumer) -> _Poll:
        ends = self._schedule.ends(consumer, self._topic_partition, self._owned.values())
        timeout = self._schedule.timeout_ms(
            self._owned.values(), self._clock.now(), self._frame.rest_seconds
        )
        try:
            records = await consumer.getmany(
                timeout_ms=timeout, max_records=self._settings.max_records
            )
        except NoOffsetForPartitionError:
            records = {}  # from before the claim has sought
        return _Poll(records, ends)

    async def _take(self, polled: _Poll) -> None:
        """Handle a poll; ends the engine with whatever goes wrong."""
        try:
            async with self._lock:
                if not self._stopping and not self._ended.done() and self._assigned is None:
                    await self._handle(polled)
        except Exception as error:  # noqa: BLE001 - the frame would log it and go on
            self._end(error)
        except asyncio.CancelledError:
            self._end_if_nobody_asked()

    async def _handle(self, poll: _Poll) -> None:
        now = self._clock.now()
        received = self._received(poll.records)
        items: list[Item] = [*received]
        if self._gate.is_open:
            items.extend(self._schedule.due(self._owned.values(), poll.ends, received, now))
        if items:
            self._pause(await self._attempts.run(items, now))
        if untidy := self._tidying.due(self._owned.values(), quiet=not items):
            await self._batch.tidy(untidy, now)
        await self._keep_up(now)
        self._offsets.report(self._frame.consumer, self._topic_partition, self._owned.values())

    async def _keep_up(self, now: datetime) -> None:
        """Do what belongs between two batches: repairs, mended gaps, old and erased rows."""
        await self._repairs.go_on(self._owned, now)
        await self._sweep.go_on(self._owned.values(), now)
        await self._erasing.go_on(self._owned.values())
        for mended in await self._gaps.mended(self._owned.values()):
            await self._batch.skip(mended, now)
            mended.owned.paused = False
            partition = self._topic_partition(mended.owned)
            self._frame.consumer.seek(partition, mended.next_offset)
            self._frame.consumer.resume(partition)
            self._log.warning("gap mended", topic=partition.topic, partition=partition.partition)

    def _received(self, records: dict[TopicPartition, list[Record]]) -> list[Received]:
        """The records of claimed partitions that have not been read before."""
        prefix = len(self._settings.topic_prefix)
        found: list[Received] = []
        for partition, polled in records.items():
            owned = self._owned.get((partition.topic[prefix:], partition.partition))
            if owned is not None and not owned.paused:
                begin = owned.mark.next_offset
                found.extend(Received(owned, record) for record in polled if record.offset >= begin)
        return found

    def _pause(self, waiting: Sequence[Owned]) -> None:
        """Stop reading these until a repair or a deploy; the rest goes on."""
        for owned in waiting:
            owned.paused = True
            partition = self._topic_partition(owned)
            self._frame.consumer.pause(partition)
            self._frame.consumer.seek(partition, owned.mark.next_offset)

    def _end_if_nobody_asked(self) -> None:
        """Tell being cancelled from a client that lets its own cancelled tasks show.

        The frame takes both for an order to stop, and would stop without a word.
        """
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise asyncio.CancelledError
        self._end(EngineStopped("a Kafka client was interrupted"))

    def _end(self, error: Exception) -> None:
        """Remember why; `run` raises it."""
        if self._ended.done():
            return
        if isinstance(error, EngineStopped):
            self._ended.set_exception(error)
            return
        stopped = EngineStopped(f"{type(error).__name__}: {error}")
        stopped.__cause__ = error
        self._ended.set_exception(stopped)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """Hands assignments to the engine; raises nothing, for aiokafka would swallow it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Wait for the running batch."""
        del revoked
        await self._engine.revoked()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Have the partitions claimed before the next poll."""
        prefix = len(self._engine._settings.topic_prefix)  # noqa: SLF001 - the engine's own part
        self._engine.assigned([(place.topic[prefix:], place.partition) for place in assigned])
