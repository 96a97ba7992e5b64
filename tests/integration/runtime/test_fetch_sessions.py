"""A consumer within fetch sessions misses nothing, whatever its broker forgets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from switchboard.local.infrastructure import Kafka
from switchboard.runtime.fetch_gate import MUCH_BYTES, FetchGate
from switchboard.runtime.fetch_sessions import session_consumer

_PARTITIONS = 12
_ROUNDS = 40
_LONGEST = 60.0


@asynccontextmanager
async def _topic(kafka: Kafka) -> AsyncIterator[tuple[AIOKafkaProducer, list[TopicPartition]]]:
    name = f"sessions_{uuid4().hex}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, _PARTITIONS, 1)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        yield producer, [TopicPartition(name, number) for number in range(_PARTITIONS)]
    finally:
        await producer.stop()


async def _write(producer: AIOKafkaProducer, places: list[TopicPartition], value: int) -> None:
    for place in places:
        await producer.send_and_wait(place.topic, str(value).encode(), partition=place.partition)


async def _read(consumer: AIOKafkaConsumer, read: dict[int, list[int]], count: int) -> None:
    async with asyncio.timeout(_LONGEST):
        while sum(map(len, read.values())) < count:
            for place, records in (await consumer.getmany(timeout_ms=200)).items():
                read[place.partition] += [int(record.value) for record in records]


async def test_all_is_read_once_and_in_order_while_the_broker_is_killed_and_partitions_rest(
    kafka: Kafka,
) -> None:
    async with _topic(kafka) as (producer, places):
        consumer = session_consumer(
            bootstrap_servers=kafka.bootstrap, enable_auto_commit=False, auto_offset_reset="none"
        )
        await consumer.start()
        consumer.assign(places)
        for place in places:
            consumer.seek(place, 0)
        read: dict[int, list[int]] = {place.partition: [] for place in places}
        expected: dict[int, list[int]] = {place.partition: [] for place in places}
        try:
            for number in range(_ROUNDS):
                chosen = places[number % 5 :: 3]
                if number == _ROUNDS // 2:
                    await asyncio.to_thread(kafka.kill)
                    await asyncio.to_thread(kafka.start)
                if number % 10 == 3:
                    consumer.pause(places[0])
                if number % 10 == 6:
                    consumer.resume(places[0])
                await _write(producer, chosen, number)
                for place in chosen:
                    expected[place.partition].append(number)
                waiting = 0 if number % 10 not in range(3, 6) else len(expected[0]) - len(read[0])
                await _read(consumer, read, sum(map(len, expected.values())) - waiting)
            assert read == expected
        finally:
            await consumer.stop()


@asynccontextmanager
async def _behind(
    gate: FetchGate, kafka: Kafka, places: list[TopicPartition]
) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = session_consumer(
        gate=gate,
        bootstrap_servers=kafka.bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="none",
    )
    await consumer.start()
    consumer.assign(places)
    for place in places:
        consumer.seek(place, 0)
    try:
        yield consumer
    finally:
        await consumer.stop()


async def test_what_comes_while_nobody_asks_comes_in_one_poll(kafka: Kafka) -> None:
    gate = FetchGate()
    async with _topic(kafka) as (producer, places), _behind(gate, kafka, places) as consumer:
        for number in range(5):
            await _write(producer, places, number)
            with gate.opened():
                polled = await consumer.getmany(timeout_ms=int(_LONGEST * 1000))
            assert sorted(polled) == sorted(places)


async def test_the_gate_hears_how_much_a_fetch_brought(kafka: Kafka) -> None:
    gate = FetchGate(every_seconds=0.01, after_much_seconds=_LONGEST)
    async with _topic(kafka) as (producer, places), _behind(gate, kafka, places) as consumer:
        for size, rests in ((MUCH_BYTES // 2, False), (MUCH_BYTES, True)):
            await producer.send_and_wait(places[0].topic, bytes(size), partition=0)
            with gate.opened():
                assert await consumer.getmany(timeout_ms=int(_LONGEST * 1000))
            assert (gate.rest_seconds > 1) is rests
