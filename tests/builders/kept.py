"""What servers keep beside what people wrote, and what of it must be searched like a log.

Why records were refused or parked, what jobs ended with, what was decided, and the keys and headers
of all records: ids, numbers and codes. Once a server is used no more all of it is written into a
file that is searched with the logs.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC
from switchboard.local.standalone import wait_for

COLUMNS = frozenset(
    {
        ("refused_record", "reason"),
        ("refused_record", "detail"),
        ("refused_record", "headers"),
        ("parked_event", "reason"),
        ("parked_event", "detail"),
        ("parked_event", "headers"),
        ("job", "last_error"),
        ("decided_command", "outcome"),
    }
)
"""Where the databases of services keep such things; bodies are what people wrote."""

_COLUMNS = "SELECT table_name, column_name FROM information_schema.columns"
_DATABASES = "SELECT datname FROM pg_database WHERE NOT datistemplate"


class Databases(Protocol):
    """A PostgreSQL server."""

    def url(self, database: str) -> str:
        """Where to find one of its databases."""


def write_kept_by_postgres(server: Databases, folder: Path) -> None:
    """Write down what every database of a server keeps, for the search through the logs."""
    _write(folder / "kept-by-postgres.out", wait_for(kept_in_databases(server)))


def write_kept_by_kafka(bootstrap: str, folder: Path) -> None:
    """Write down how every record of a broker is labelled, for the search through the logs."""
    _write(folder / "kept-by-kafka.out", wait_for(kept_in_topics(bootstrap)))


def _write(file: Path, lines: set[str]) -> None:
    file.write_text("\n".join(sorted(lines)), "utf-8", errors="replace")


async def kept_in_databases(server: Databases) -> set[str]:
    """What stands in the columns of every database."""
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        names = [row["datname"] for row in await connection.fetch(_DATABASES)]
    finally:
        await connection.close()
    return {line for name in names for line in await _kept_in(server.url(name))}


async def _kept_in(database: str) -> set[str]:
    connection = await asyncpg.connect(database)
    try:
        there = {(row[0], row[1]) for row in await connection.fetch(_COLUMNS)}
        kept: set[str] = set()
        for table, column in COLUMNS & there:
            query = f'SELECT DISTINCT "{column}"::text FROM "{table}"'  # noqa: S608 - names above
            kept |= {row[0] for row in await connection.fetch(query) if row[0]}
        return kept
    finally:
        await connection.close()


async def kept_in_topics(bootstrap: str) -> set[str]:
    """Keys and headers of all records that the topics hold, and outcomes, which are codes alone."""
    kept: set[str] = set()
    places = await _places(bootstrap)
    async with AIOKafkaConsumer(
        bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest"
    ) as consumer:
        left = await _ends(consumer, places)
        consumer.assign(list(left))
        while left:
            for place, records in (await consumer.getmany(timeout_ms=500)).items():
                kept.update(text for record in records for text in _label(record))
                if records[-1].offset + 1 >= left.get(place, 0):
                    left.pop(place, None)
    return kept


async def _places(bootstrap: str) -> list[TopicPartition]:
    """Every partition of every topic of ours."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topics = [topic for topic in await admin.describe_topics() if not topic["is_internal"]]
    finally:
        await admin.close()
    return [
        TopicPartition(topic["topic"], one["partition"])
        for topic in topics
        for one in topic["partitions"]
    ]


async def _ends(
    consumer: AIOKafkaConsumer, places: list[TopicPartition]
) -> dict[TopicPartition, int]:
    """Where each of them ends that holds anything."""
    consumer.assign(places)  # else it asks for the partitions of each topic by itself
    begins, ends = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
    return {place: end for place, end in ends.items() if end > begins[place]}


def _label(record: Any) -> Iterator[str]:
    parts = [record.key, *(value for _, value in record.headers)]
    if record.topic.endswith(COMMAND_OUTCOMES_TOPIC.name):
        parts.append(record.value)
    for part in parts:
        if part:
            yield part.decode(errors="replace")
