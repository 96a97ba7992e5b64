"""Dropping, doubling and swapping one stored row or record, and putting back what was there."""

# ruff: noqa: S608 - what is put into these statements are names of tables, written in the tests

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

_GUARDS_OFF = "SET session_replication_role = replica"
_WRITTEN = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
"""The columns that can be written; the database itself fills the others."""


@dataclass(frozen=True)
class Shelf:
    """Where one view keeps its rows.

    Attributes:
        key: the column that names the conversation.
        number: the column that orders a conversation's rows.
        topic: the outbox keeps several; None for a table of its own.
        unique: what must differ between two rows besides the number, with a new value for it.
    """

    service: str
    table: str
    number: str
    key: str = "conversation_id"
    topic: str | None = None
    unique: Mapping[str, Callable[[int], Any]] = field(default_factory=dict)

    @property
    def rows(self) -> str:
        """The condition for a conversation's rows; `$1` is the conversation."""
        return f"{self.key}::text = $1" + (f" AND topic = '{self.topic}'" if self.topic else "")


@asynccontextmanager
async def tampered(url: str, shelf: Shelf) -> AsyncIterator[Any]:
    """A connection that no guard of the database stops; what the table held comes back after."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_GUARDS_OFF)
        columns = await connection.fetchval(_WRITTEN, shelf.table)
        await connection.execute(f"CREATE TEMP TABLE kept AS SELECT {columns} FROM {shelf.table}")
        try:
            yield connection
        finally:
            async with connection.transaction():
                await connection.execute(f"DELETE FROM {shelf.table}")
                await connection.execute(f"INSERT INTO {shelf.table} ({columns}) TABLE kept")
    finally:
        await connection.close()


async def newest(connection: Any, shelf: Shelf, conversation: UUID) -> int:
    """The number of a conversation's last row."""
    query = f"SELECT max({shelf.number}) FROM {shelf.table} WHERE {shelf.rows}"
    return int(await connection.fetchval(query, str(conversation)))


async def drop(connection: Any, shelf: Shelf, conversation: UUID, number: int) -> None:
    """One row is gone."""
    status = await connection.execute(
        f"DELETE FROM {shelf.table} WHERE {shelf.rows} AND {shelf.number} = $2",
        str(conversation),
        number,
    )
    assert status == "DELETE 1"


async def double(connection: Any, shelf: Shelf, conversation: UUID, number: int) -> None:
    """One row is there a second time, after all others."""
    last = await connection.fetchval(f"SELECT max({shelf.number}) FROM {shelf.table}") + 1
    changed = {shelf.number: last, **{name: new(last) for name, new in shelf.unique.items()}}
    pairs = ", ".join(f"'{name}', '{value}'" for name, value in changed.items())
    columns = await connection.fetchval(_WRITTEN, shelf.table)
    status = await connection.execute(
        f"INSERT INTO {shelf.table} ({columns}) "
        f"SELECT (jsonb_populate_record(kept, jsonb_build_object({pairs}))).* "
        f"FROM kept WHERE {shelf.rows} AND {shelf.number} = $2",
        str(conversation),
        number,
    )
    assert status == "INSERT 0 1"


async def swap(connection: Any, shelf: Shelf, conversation: UUID, numbers: tuple[int, int]) -> None:
    """Two rows stand in each other's place."""
    first, second = numbers
    for old, new in ((first, -1), (second, first), (-1, second)):
        status = await connection.execute(
            f"UPDATE {shelf.table} SET {shelf.number} = $3 "
            f"WHERE {shelf.rows} AND {shelf.number} = $2",
            str(conversation),
            old,
            new,
        )
        assert status == "UPDATE 1"


def a_new_id(number: int) -> str:
    """For a column that names the row."""
    del number
    return str(uuid4())


Log = list[Any]
"""Every record of some topics, in order within each partition."""


async def read_log(bootstrap: str, topics: Mapping[str, int]) -> Log:
    """All that the topics hold now; topics with their number of partitions."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        places = [TopicPartition(t, n) for t, count in topics.items() for n in range(count)]
        ends = await consumer.end_offsets(places)
        consumer.assign(places)
        records: Log = []
        while any([await consumer.position(place) < ends[place] for place in places]):
            for batch in (await consumer.getmany(timeout_ms=200)).values():
                records += batch
        return records
    finally:
        await consumer.stop()


async def write_log(bootstrap: str, records: Sequence[Any], rename: Callable[[str], str]) -> None:
    """Add copies of these records to other topics, in the same partitions and this order."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        for record in records:
            await producer.send(
                rename(record.topic),
                record.value,
                key=record.key,
                partition=record.partition,
                headers=list(record.headers),
            )
        await producer.flush()
    finally:
        await producer.stop()
