"""How far the read model is behind the events: a run counts only if it keeps up."""

import asyncio
import time

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from benchmarks.system import System

from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC, CONVERSATION_PUBLIC_TOPIC

MOST_SECONDS_BEHIND = 1.0
"""More than this at the end of a run and its figures do not count (design §9)."""
_LONGEST_WAIT = 60.0
_TOPICS = (CONVERSATION_EVENTS_TOPIC, CONVERSATION_PUBLIC_TOPIC)

Place = tuple[str, int]


async def seconds_behind(system: System) -> float:
    """How long the gateway's read model takes to reach what Kafka holds now.

    Raises:
        TimeoutError: it does not within a minute.
    """
    connection = await asyncpg.connect(system.database("gateway"))
    try:
        began, ends = time.perf_counter(), await _ends(system)
        async with asyncio.timeout(_LONGEST_WAIT):
            while not await _reached(connection, ends):  # noqa: ASYNC110 - a database
                await asyncio.sleep(0.02)
        return time.perf_counter() - began
    finally:
        await connection.close()


async def _ends(system: System) -> dict[Place, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=system.kafka)
    await consumer.start()
    try:
        places = [
            TopicPartition(topic.name, number)
            for topic in _TOPICS
            for number in range(topic.partitions)
        ]
        ends = await consumer.end_offsets(places)
        return {(place.topic, place.partition): end for place, end in ends.items()}
    finally:
        await consumer.stop()


async def _reached(connection: asyncpg.Connection, ends: dict[Place, int]) -> bool:
    rows = await connection.fetch("SELECT topic, partition, next_offset FROM partition_state")
    heard = {(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    return all(heard.get(place, 0) >= end for place, end in ends.items() if end)
