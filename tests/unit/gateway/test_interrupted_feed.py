"""What was read before the feed stands at the end is read again (design §4, rule X1)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from switchboard.contracts.codec import encode
from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicEvent,
    PublicMessagePosted,
    PublicSource,
    PublicStatus,
)
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC
from switchboard.gateway.api.fanout import consumer
from switchboard.gateway.api.fanout.consumer import FanOut
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.serving import Door, _assembled
from switchboard.gateway.clients.files import open_files
from switchboard.gateway.handlers.pending import Answer, Stated, Undecided
from switchboard.gateway.model.principals import Visitor

if TYPE_CHECKING:
    import asyncpg

    from switchboard.gateway.clients.producer import CommandProducer

VISITOR, COMMAND = Visitor(uuid4(), "demo"), str(uuid4()).encode()
HERE = first_conversation(VISITOR.visitor_id)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PUBLIC = CONVERSATION_PUBLIC_TOPIC.name
PARTITION = partition_of(str(HERE), CONVERSATION_PUBLIC_TOPIC.partitions)


@dataclass
class ReadModel:
    """Has one conversation; takes its time over an answer while a test holds it up.

    Attributes:
        next_offset: how far it has read the partition of the conversation's public events.
    """

    status: str = "ai"
    next_offset: int = 0
    flows: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, query: str, *owners: UUID | None) -> list[Mapping[str, Any]]:
        del owners
        if "partition_state" in query:
            return [{"topic": PUBLIC, "partition": PARTITION, "next_offset": self.next_offset}]
        row = {
            "conversation_id": HERE,
            "visitor_id": VISITOR.visitor_id,
            "previous_conversation_id": None,
            "closed": self.status == "closed",
            "person_id": None,
        }
        await self.flows.wait()
        return [row]


@dataclass
class Log:
    """Its end is found when the test says so; then it gives what the test says, or fails."""

    found: asyncio.Event = field(default_factory=asyncio.Event)
    said: "asyncio.Queue[Any]" = field(default_factory=asyncio.Queue)

    @asynccontextmanager
    async def at_end(self, *_: Any) -> AsyncIterator["Log"]:
        await self.found.wait()
        yield self

    async def getmany(self, **_: Any) -> Any:
        said = await self.said.get()
        if isinstance(said, KafkaError):
            raise said
        return said


@dataclass
class Scene:
    """The parts of a gateway as they are put together, with a read model and a log of the test."""

    services: Services
    fan_out: FanOut
    read_model: ReadModel
    log: Log

    async def begins(self) -> None:
        self.log.found.set()
        await self.fan_out.ready.wait()

    async def breaks_off(self) -> None:
        self.log.found.clear()
        self.log.said.put_nowait(KafkaError())
        while self.fan_out.ready.is_set():  # noqa: ASYNC110 - nothing tells that it is not
            await asyncio.sleep(0)

    async def answer_behind_the_close(self) -> Answer:
        """How a visitor's command is answered by a record from behind a close that is read of."""
        await self.services.owners.target(VISITOR, HERE)
        answer = self.services.commands.pending.expect(COMMAND, frozenset({PUBLIC}), ())
        place = TopicPartition(f"w.{PUBLIC}", 0)
        self.log.said.put_nowait({place: [_late()]})
        return await answer


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    log, read_model = Log(), ReadModel()
    read_model.flows.set()
    monkeypatch.setattr(consumer, "_RETRY_SECONDS", 0.0)
    monkeypatch.setattr(FanOut, "_at_end", log.at_end)
    door = Door({}, "w.", "here", "http://localhost", "s" * 40, "127.0.0.1", 0, None, "memory:")
    producer = cast("CommandProducer", SimpleNamespace(outcome_partition=0))
    pool = cast("asyncpg.Pool", read_model)
    services, fan_out = _assembled(door, pool, producer, open_files(door.files))
    hearing = asyncio.ensure_future(fan_out.run())
    async with asyncio.timeout(5):
        yield Scene(services, fan_out, read_model, log)
    hearing.cancel()
    await asyncio.wait([hearing])


def _opened() -> SimpleNamespace:
    return _record(
        PublicConversationOpened(
            conversation_id=HERE,
            public_seq=1,
            at=NOW,
            visitor_id=VISITOR.visitor_id,
            status=PublicStatus.ASSISTANT,
        )
    )


def _late() -> SimpleNamespace:
    return _record(
        PublicMessagePosted(
            conversation_id=HERE,
            public_seq=4,
            at=NOW,
            message_id=uuid4(),
            source=PublicSource.AI,
            text="hello",
        )
    )


def _record(fact: PublicEvent) -> SimpleNamespace:
    headers = [("ce_type", fact.ce_type().encode()), ("ce_causationid", COMMAND), ("answer", b"1")]
    return SimpleNamespace(key=fact.key.encode(), value=encode(fact), headers=headers, offset=0)


@pytest.mark.parametrize("again", [False, True], ids=["at the start", "after an interruption"])
async def test_x1_what_was_taken_for_open_before_the_feed_begins_answers_nobody_once_closed(
    scene: Scene, *, again: bool
) -> None:
    if again:
        await scene.begins()
        await scene.breaks_off()
    await scene.services.owners.target(VISITOR, HERE)
    scene.read_model.status = "closed"
    await scene.begins()
    assert await scene.answer_behind_the_close() == Undecided()


async def test_x1_nor_does_what_was_asked_before_the_feed_begins_and_told_after(
    scene: Scene,
) -> None:
    scene.read_model.flows.clear()
    asked = asyncio.ensure_future(scene.services.owners.links(VISITOR))
    await asyncio.sleep(0)
    scene.read_model.status = "closed"
    await scene.begins()
    scene.read_model.flows.set()
    assert [link.closed for link in await asked] == [True]
    assert await scene.answer_behind_the_close() == Undecided()


async def test_x1_nor_does_what_a_read_model_has_open_that_is_not_where_the_feed_begins(
    scene: Scene,
) -> None:
    """It may not have read the close that stands before that."""
    scene.services.positions.moved(PUBLIC, PARTITION, 5)
    await scene.begins()
    scene.read_model.next_offset = 4
    assert await scene.answer_behind_the_close() == Undecided()
    scene.read_model.next_offset = 5
    assert isinstance(await scene.answer_behind_the_close(), Stated)


async def test_what_the_feed_began_with_is_known_to_be_open_though_the_read_model_is_behind(
    scene: Scene,
) -> None:
    scene.services.positions.moved(PUBLIC, PARTITION, 5)
    await scene.begins()
    scene.log.said.put_nowait({TopicPartition(f"w.{PUBLIC}", 0): [_opened()]})
    while not scene.services.owners.is_open(HERE):  # noqa: ASYNC110 - nothing tells that it is
        await asyncio.sleep(0)
    assert isinstance(await scene.answer_behind_the_close(), Stated)
