"""Where a text can be found in a running system: databases, topics, logs, files."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from tests.builders.searching import places_with
from tests.builders.whole_system import WholeSystem

from switchboard.contracts.topics import TOPICS, Cleanup, Topic
from switchboard.local.processes import SERVICES

_SOON = "1000"
# What is not named goes back to the broker's default.
_FORGETTING = {
    Cleanup.DELETE: {"retention.ms": _SOON, "segment.ms": _SOON},
    Cleanup.COMPACT: {
        "cleanup.policy": "compact",
        "segment.ms": _SOON,
        "max.compaction.lag.ms": _SOON,
        "min.cleanable.dirty.ratio": "0.0",
    },
}


async def in_databases(system: WholeSystem, needle: str) -> dict[str, dict[str, int]]:
    """The places that hold it, by service; services without any are left out."""
    found = {}
    for service in SERVICES:
        connection = await asyncpg.connect(system.state.postgres.url(service))
        try:
            places = await places_with(connection, needle)
        finally:
            await connection.close()
        if places:
            found[service] = places
    return found


async def steps_left(system: WholeSystem) -> int:
    """How much of the outboxes is still to be gone through."""
    left = 0
    for service in SERVICES:
        connection = await asyncpg.connect(system.state.postgres.url(service))
        left += await connection.fetchval("SELECT count(*) FROM erasure_step")
        await connection.close()
    return left


async def digests_of_late_words(system: WholeSystem, service: str) -> list[bytes]:
    """What is kept of each command that was refused because its person was erased."""
    connection = await asyncpg.connect(system.state.postgres.url(service))
    try:
        rows = await connection.fetch(
            "SELECT fingerprint FROM decided_command WHERE outcome::json ->> 'code' = 'erased'"
        )
    finally:
        await connection.close()
    return [row["fingerprint"] for row in rows]


async def in_topics(system: WholeSystem, needle: str) -> set[str]:
    """The topics that hold it between their start and their end, in a key, header or body."""
    return {topic.name for topic in TOPICS if await _holds(system, topic, needle.encode())}


async def _holds(system: WholeSystem, topic: Topic, needle: bytes) -> bool:
    places = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    async with AIOKafkaConsumer(
        bootstrap_servers=system.state.kafka.bootstrap, enable_auto_commit=False
    ) as consumer:
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        ends = await consumer.end_offsets(places)
        while not await _read(consumer, ends):
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    parts = (record.key, record.value, *(value for _, value in record.headers))
                    if any(needle in part for part in parts if part):
                        return True
    return False


async def _read(consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> bool:
    return all([await consumer.position(place) >= end for place, end in ends.items()])


async def forget_soon(system: WholeSystem) -> None:
    """Shorten every topic's memory from weeks to a second."""
    admin = AIOKafkaAdminClient(bootstrap_servers=system.state.kafka.bootstrap)
    await admin.start()
    resources = [
        ConfigResource(ConfigResourceType.TOPIC, topic.name, _FORGETTING[topic.cleanup])
        for topic in TOPICS
        if topic.cleanup in _FORGETTING
    ]
    answers = await admin.alter_configs(resources)
    await admin.close()
    assert not [code for answer in answers for code, *_ in answer.resources if code]


async def roll(system: WholeSystem, topic: Topic) -> None:
    """Say something nobody wants in each partition: the segment before may be compacted then."""
    async with AIOKafkaProducer(bootstrap_servers=system.state.kafka.bootstrap) as producer:
        for partition in range(topic.partitions):
            with suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await producer.send_and_wait(topic.name, b"{}", b"roll", partition)


def in_files(folder: Path, needle: str) -> Iterator[Path]:
    """The files below a folder that hold it, or are named after it."""
    for file in folder.rglob("*"):
        if needle in file.name or (file.is_file() and needle.encode() in file.read_bytes()):
            yield file
