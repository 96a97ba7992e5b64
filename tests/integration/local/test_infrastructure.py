"""The servers that every other test relies on are real, and survive a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

if TYPE_CHECKING:
    from switchboard.local.infrastructure import Kafka, Postgres


async def create_topic(kafka: Kafka, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    await admin.close()


async def say(kafka: Kafka, topic: str, text: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all") as producer:
        await producer.send_and_wait(topic, text)


async def heard(kafka: Kafka, topic: str, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap) as consumer:
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        await consumer.seek_to_beginning(partition)
        return [(await consumer.getone()).value for _ in range(count)]


async def test_acknowledged_records_survive_a_kill_of_kafka(kafka: Kafka) -> None:
    await create_topic(kafka, "survivors")
    await say(kafka, "survivors", b"before")
    kafka.kill()
    kafka.start()
    await say(kafka, "survivors", b"after")
    assert await heard(kafka, "survivors", 2) == [b"before", b"after"]


async def test_committed_rows_survive_a_kill_of_postgres(postgres: Postgres) -> None:
    url = postgres.create_database("survivors")
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE word (text text)")
    await connection.execute("INSERT INTO word VALUES ('stays')")
    postgres.kill()
    await connection.close(timeout=1)
    postgres.start()
    connection = await asyncpg.connect(postgres.url("survivors"))
    assert await connection.fetchval("SELECT text FROM word") == "stays"
    await connection.close()


async def test_postgres_asks_for_its_password(postgres: Postgres) -> None:
    user, _, rest = postgres.url("postgres").partition("@")
    wrong = f"{user.rsplit(':', 1)[0]}:wrong@{rest}"
    try:
        await asyncpg.connect(wrong)
    except asyncpg.InvalidPasswordError:
        return
    raise AssertionError(wrong)


def test_creating_a_database_twice_is_harmless(postgres: Postgres) -> None:
    assert postgres.create_database("twice") == postgres.create_database("twice")
