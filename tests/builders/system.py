"""Real service processes on a workspace of their own: own topics by prefix, own databases."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from aiokafka import AIOKafkaConsumer, TopicPartition
from tests.builders.conversation import ANNA, BEN, NOW

from switchboard.contracts.codec import decode
from switchboard.contracts.envelope import Envelope, Opening, read_envelope
from switchboard.contracts.events.assistant import AssistantSettings
from switchboard.contracts.events.team import MemberState, PresenceReported
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ASSISTANT_SETTINGS_TOPIC,
    TEAM_MEMBERS_TOPIC,
    TEAM_PRESENCE_TOPIC,
    TOPICS,
    Topic,
)
from switchboard.contracts.words import Role
from switchboard.local.children import Command
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.local.nursery import Forked, Nursery
from switchboard.local.plan import PRELOADED
from switchboard.local.ports import free_port
from switchboard.local.state import PROJECT
from switchboard.runtime.commands_out import CommandSender
from switchboard.runtime.migrate import migrate
from switchboard.runtime.settings import ProcessSettings
from switchboard.runtime.topic_creation import create_topics

_START_SECONDS = 60
_HEAR_SECONDS = 30
_END_SECONDS = 20


@dataclass
class Heard:
    """One record as a reader sees it."""

    partition: int
    key: str
    envelope: Envelope
    message: Message


_NURSERY = Nursery(PRELOADED)
"""One a test process, started with the first service process; it ends with the test process."""


@dataclass
class Running:
    """One service process, forked from one that has imported the libraries."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    process: Forked | None = None
    output: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        port = free_port()
        told = self.environment | {"SWITCHBOARD_HEALTH_PORT": str(port)}
        line = (sys.executable, "-m", *self.arguments)
        self.process = await _NURSERY.spawn(Command(line, PROJECT, told))
        self.output = asyncio.create_task(_passed_on(self.process.stdout))
        async with asyncio.timeout(_START_SECONDS):
            while not await asyncio.to_thread(_is_ready, port):
                assert self.process.returncode is None, f"{self.arguments} ended by itself"
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End it as a crash would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self.process is not None and self.output is not None:
            self.process.send_signal(number)
            async with asyncio.timeout(_END_SECONDS):
                await self.process.wait()
                await self.output
            self.process = None


async def _passed_on(output: asyncio.StreamReader) -> None:
    """Show what a process says among what its test says."""
    while line := await output.readline():
        sys.stdout.write(line.decode(errors="replace"))


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@dataclass
class Workspace:
    """A workspace of its own on the shared servers."""

    kafka: Kafka
    postgres: Postgres
    prefix: str = field(default_factory=lambda: f"t{uuid4().hex[:8]}.")
    _running: list[Running] = field(default_factory=list)
    _ears: list[AIOKafkaConsumer] = field(default_factory=list)
    sender: CommandSender | None = None

    @property
    def _files(self) -> Path:
        """Where gateways keep files here."""
        return Path(tempfile.gettempdir()) / f"switchboard-files-{self.prefix[:-1]}"

    @property
    def settings(self) -> ProcessSettings:
        """How this test itself reaches Kafka."""
        return ProcessSettings(kafka=self.kafka.bootstrap, topic_prefix=self.prefix)

    def database(self, service: str) -> str:
        """The URL of a service's database here."""
        return self.postgres.url(f"{self.prefix[:-1]}_{service}")

    async def start(
        self, service: str, kind: str, *, module: str | None = None, **settings: str
    ) -> Running:
        """Migrate the service's database and start one process of it, or of a module's."""
        await self.migrate(service)
        line = (module or f"switchboard.{service}", kind)
        running = Running(line, self._environment(service, settings))
        self._running.append(running)
        await running.start()
        return running

    async def migrate(self, service: str) -> None:
        """Bring the service's database to its newest form; make it if it is not there."""
        name = f"{self.prefix[:-1]}_{service}"
        await asyncio.to_thread(self.postgres.create_database, name)
        await migrate(self.database(service), f"switchboard.{service}")

    async def run(self, service: str, step: str, **settings: str) -> None:
        """Run a step of the service that ends by itself."""
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", f"switchboard.{service}", step],
            env=self._environment(service, settings),
            check=True,
        )

    def _environment(self, service: str, settings: dict[str, str]) -> dict[str, str]:
        return os.environ | {
            "SWITCHBOARD_KAFKA": self.kafka.bootstrap,
            "SWITCHBOARD_TOPIC_PREFIX": self.prefix,
            "SWITCHBOARD_DATABASE_URL": self.database(service),
            "SWITCHBOARD_SESSION_TIMEOUT_MS": "1500",
            "SWITCHBOARD_FILES": str(self._files),
            **{f"SWITCHBOARD_{key.upper()}": value for key, value in settings.items()},
        }

    async def send(
        self,
        topic: Topic,
        message: Message,
        *,
        id: UUID | None = None,  # noqa: A002 - the envelope's word
        opening: Opening | None = None,
        outcome_partition: int | None = None,
    ) -> UUID:
        """Send a command as a door would; returns its id."""
        assert self.sender is not None
        identifier = id or uuid4()
        await self.sender.send(
            topic, message, id=identifier, opening=opening, outcome_partition=outcome_partition
        )
        return identifier

    async def ear(self, topic: Topic) -> "Ear":
        """Hear a topic from its start."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.kafka.bootstrap, auto_offset_reset="earliest"
        )
        await consumer.start()
        self._ears.append(consumer)
        name = self.prefix + topic.name
        consumer.assign([TopicPartition(name, p) for p in range(topic.partitions)])
        return Ear(topic, consumer)

    async def state_team(self, *, ai: bool = True, online: Sequence[UUID] = (ANNA, BEN)) -> None:
        """State two members, who is online, and whether the AI answers."""
        for member, name in ((ANNA, "Anna"), (BEN, "Ben")):
            state = MemberState(
                member_id=member,
                revision=1,
                public_name=name,
                full_name=f"{name} Example",
                role=Role.AGENT,
                active=True,
                at=NOW,
            )
            await self.send(TEAM_MEMBERS_TOPIC, state)
        report = PresenceReported(gateway_id="test", online=tuple(online), ttl_seconds=600)
        await self.send(TEAM_PRESENCE_TOPIC, report)
        await self.send(ASSISTANT_SETTINGS_TOPIC, AssistantSettings(enabled=ai, at=NOW))

    async def close(self) -> None:
        """End every process and every ear."""
        for running in self._running:
            await running.kill()
        for ear in self._ears:
            await ear.stop()
        shutil.rmtree(self._files, ignore_errors=True)


@dataclass
class Ear:
    """Reads one topic from its start."""

    topic: Topic
    consumer: AIOKafkaConsumer
    heard: list[Heard] = field(default_factory=list)

    async def until(
        self, wanted: type[Message], count: int = 1, *, key: UUID | None = None
    ) -> list[Heard]:
        """Everything heard so far, once `count` messages of a kind (and key) are among it."""
        async with asyncio.timeout(_HEAR_SECONDS):
            while len(self.of(wanted, key)) < count:
                await self._read(200)
        return self.heard

    def of(self, wanted: type[Message], key: UUID | None = None) -> list[Any]:
        """The messages of a kind, of one key or of all, in the order heard."""
        return [
            heard.message
            for heard in self.heard
            if isinstance(heard.message, wanted) and (key is None or heard.key == str(key))
        ]

    async def for_seconds(self, seconds: float) -> list[Heard]:
        """Everything heard after listening a while longer."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            await self._read(100)
        return self.heard

    async def more(self) -> list[Heard]:
        """What comes next, as soon as anything does; nothing if nothing does for a moment."""
        return await self._read(200)

    async def _read(self, timeout_ms: int) -> list[Heard]:
        batches = await self.consumer.getmany(timeout_ms=timeout_ms)
        heard = [self._decoded(record) for records in batches.values() for record in records]
        self.heard.extend(heard)
        return heard

    def _decoded(self, record: Any) -> Heard:
        envelope = read_envelope(record.headers)
        message = decode(envelope.type, record.value, self.topic.messages)
        return Heard(record.partition, (record.key or b"").decode(), envelope, message)


@asynccontextmanager
async def a_workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    """A workspace with its topics, and nothing running yet."""
    workspace = Workspace(kafka, postgres)
    await create_topics(workspace.settings, TOPICS)
    async with AsyncExitStack() as stack:
        workspace.sender = await stack.enter_async_context(
            CommandSender(workspace.settings, "test")
        )
        stack.push_async_callback(workspace.close)
        yield workspace
