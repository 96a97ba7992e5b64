"""What the engine's tests stand on: topics and a database of their own, and eyes on both."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID, uuid4

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from tests.integration.runtime import ledger

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC, Topic
from switchboard.runtime.engine import Engine, EngineSettings
from switchboard.runtime.migrate import migrations_of

ROOT = Path(__file__).parents[3]
ALL = (*ledger.TOPICS, COMMAND_OUTCOMES_TOPIC)


def command_envelope(
    message: Message, identifier: UUID | None = None, outcome: int | None = None
) -> Envelope:
    """The envelope of a command from outside."""
    identifier = identifier or uuid4()
    return Envelope(
        id=identifier,
        type=message.ce_type(),
        source="/tests",
        time=datetime.now(UTC),
        correlation_id=identifier,
        outcome_partition=outcome,
    )


@dataclass
class Said:
    """One record of a topic, as a reader sees it."""

    partition: int
    key: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def pos(self) -> int:
        return int(self.headers["pos"])

    @property
    def type(self) -> str:
        return self.headers["ce_type"].removesuffix(".v1").partition(".")[2]


@dataclass
class World:
    """One test's servers, topics and database."""

    bootstrap: str
    url: str
    prefix: str
    pool: asyncpg.Pool
    producer: AIOKafkaProducer
    processes: list["asyncio.subprocess.Process"] = field(default_factory=list)
    positions: dict[int, int] = field(default_factory=dict)
    alarms: list[MutableMapping[str, Any]] = field(default_factory=list)
    """What engines of this process log."""
    output: IO[bytes] = field(default_factory=TemporaryFile)
    """What processes of their own log."""

    async def send(
        self,
        message: Message,
        *,
        topic: Topic = ledger.COMMANDS,
        identifier: UUID | None = None,
        outcome: int | None = None,
        pos: bool | int = False,
    ) -> UUID:
        """Say something as another process would."""
        envelope = command_envelope(message, identifier, outcome)
        partition = partition_of(message.key, topic.partitions)
        headers = envelope.headers()
        if pos is True:
            pos = self.positions[partition] = self.positions.get(partition, 0) + 1
        if pos is not False:
            headers.append(("pos", str(pos).encode()))
        await self.put(topic, partition, message.key.encode(), headers, encode(message))
        return envelope.id

    async def put(
        self,
        topic: Topic,
        partition: int,
        key: bytes | None,
        headers: Sequence[tuple[str, bytes]],
        body: bytes | None,
    ) -> None:
        """Put any record at all."""
        await self.producer.send_and_wait(
            self.prefix + topic.name, body, key=key, partition=partition, headers=list(headers)
        )

    async def read(self, topic: Topic) -> list[Said]:
        """Everything that a topic holds, each partition in order."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, auto_offset_reset="earliest")
        await consumer.start()
        places = [TopicPartition(self.prefix + topic.name, n) for n in range(topic.partitions)]
        found = []
        try:
            ends = await consumer.end_offsets(places)
            consumer.assign([place for place in places if ends[place]])
            missing = sum(ends.values())
            while missing > 0:  # more may have come meanwhile
                for records in (await consumer.getmany(timeout_ms=1000)).values():
                    missing -= len(records)
                    found += [_said(record) for record in records]
        finally:
            await consumer.stop()
        return found

    async def wipe(self, topic: Topic) -> None:
        """Lose a log, as a broker does that has lost its disk."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        name = self.prefix + topic.name
        await admin.delete_topics([name])

        async def is_gone() -> bool:
            return name not in await admin.list_topics()

        await self.until(is_gone, f"{name} to be gone")
        await admin.create_topics([NewTopic(name, topic.partitions, 1)])
        await admin.close()
        self.positions.clear()
        await self.producer.stop()
        self.producer = AIOKafkaProducer(
            bootstrap_servers=self.bootstrap, max_request_size=2_000_000
        )
        await self.producer.start()

    async def value(self, statement: str, *arguments: Any) -> Any:
        """One value of the database."""
        return await self.pool.fetchval(statement, *arguments)

    async def until(
        self, holds: Callable[[], Awaitable[bool]], what: str, seconds: float = 30.0
    ) -> None:
        """Wait for something to be so."""
        end = time.monotonic() + seconds
        while not await holds():
            assert time.monotonic() < end, f"waited in vain for {what}"
            await asyncio.sleep(0.02)

    async def until_value(
        self, expected: Any, statement: str, *arguments: Any, seconds: float = 30.0
    ) -> None:
        """Wait for a value of the database."""

        async def holds() -> bool:
            return bool(await self.value(statement, *arguments) == expected)

        await self.until(holds, f"{expected!r} from {statement}", seconds)

    async def until_said(self, topic: Topic, count: int) -> list[Said]:
        """Wait until a topic holds so many records."""

        async def holds() -> bool:
            return len(await self.read(topic)) >= count

        await self.until(holds, f"{count} records of {topic.name}")
        return await self.read(topic)

    def settings(self, **changed: Any) -> EngineSettings:
        """Settings of an engine of this world."""
        return EngineSettings(
            **{
                "service": "ledger",
                "kafka": self.bootstrap,
                "database_url": self.url,
                "topic_prefix": self.prefix,
                "session_timeout_ms": 1_500,
                **changed,
            }
        )

    @asynccontextmanager
    async def engine(
        self, *, decider: Any = None, translators: Any = (), projectors: Any = (), **changed: Any
    ) -> AsyncIterator[Engine]:
        """An engine in this process, ended in order."""
        needed = changed.pop("needed_first", ())
        engine = Engine(
            self.settings(**changed),
            decider=decider or ledger.Ledger(),
            translators=translators,
            projectors=projectors,
            needed_first=needed,
        )
        running = asyncio.ensure_future(engine.run())
        try:
            yield engine
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def process(self, *hooks: str, **changed: Any) -> "asyncio.subprocess.Process":
        """An engine in a process of its own."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.integration.runtime.ledger_process",
            json.dumps({"hooks": hooks, "settings": vars(self.settings(**changed))}),
            cwd=ROOT,
            stdout=self.output,
            stderr=self.output,
        )
        self.processes.append(process)
        return process

    def alarmed(self, level: str, event: str) -> list[MutableMapping[str, Any]]:
        """The lines of this kind that an engine of this process has logged."""
        return [
            line for line in self.alarms if (line["log_level"], line["event"]) == (level, event)
        ]

    def told(self) -> str:
        """All that processes of their own have logged."""
        self.output.seek(0)
        return self.output.read().decode()

    async def end(self) -> None:
        """End what is left."""
        for process in self.processes:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
                await process.wait()
        await self.producer.stop()
        await self.pool.close()
        print(self.told(), *self.alarms, sep="\n")  # noqa: T201 - pytest shows it if the test failed
        self.output.close()


def _said(record: Any) -> Said:
    headers = {name: value.decode() for name, value in record.headers}
    return Said(record.partition, record.key.decode(), headers, json.loads(record.value))


async def make_world(bootstrap: str, url: str, prefix: str) -> World:
    """Topics and tables under a name of their own."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(prefix + topic.name, topic.partitions, 1) for topic in ALL])
    await admin.close()
    pool = await asyncpg.create_pool(url, min_size=1, max_size=6)
    for migration in migrations_of("switchboard.runtime"):
        await pool.execute(migration.sql)
    await pool.execute(ledger.TABLES)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, max_request_size=2_000_000)
    await producer.start()
    return World(bootstrap, url, prefix, pool, producer)


def gap_free(said: Sequence[Said]) -> bool:
    """Whether each partition is numbered from 1 without a gap; repeats are allowed."""
    numbers: dict[int, int] = {}
    for one in said:
        last = numbers.get(one.partition, 0)
        if one.pos > last + 1:
            return False
        numbers[one.partition] = max(last, one.pos)
    return bool(numbers)
