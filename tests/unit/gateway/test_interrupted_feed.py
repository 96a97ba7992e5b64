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
from switchboard.contracts.events.public import PublicMessagePosted, PublicSource
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC
from switchboard.gateway.api.fanout import consumer
from switchboard.gateway.api.fanout.consumer import FanOut
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.serving import Door, _assembled
from switchboard.gateway.clients.files import open_files
from switchboard.gateway.handlers.pending import Answer, Undecided
from switchboard.gateway.model.principals import Visitor

if TYPE_CHECKING:
    import asyncpg

    from switchboard.gateway.clients.producer import CommandProducer

VISITOR, COMMAND = Visitor(uuid4(), "demo"), str(uuid4()).encode()
HERE = first_conversation(VISITOR.visitor_id)
PUBLIC = CONVERSATION_PUBLIC_TOPIC.name


@dataclass
class ReadModel:
    """Has one conversation; takes its time over an answer while a test holds it up."""

    status: str = "ai"
    flows: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, query: str, *owners: UUID | None) -> list[Mapping[str, Any]]:
        del query, owners
        row = {
            "conversation_id": HERE,
            "visitor_id": VISITOR.visitor_id,
            "previous_conversation_id": None,
            "status": self.status,
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


def _late() -> SimpleNamespace:
    fact = PublicMessagePosted(
        conversation_id=HERE,
        public_seq=4,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        message_id=uuid4(),
        source=PublicSource.AI,
        text="hello",
    )
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
