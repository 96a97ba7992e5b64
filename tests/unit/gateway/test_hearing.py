"""The third wall: what a close forbids is dropped and counted, whoever said it (design §4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicEvent,
    PublicMessagePosted,
    PublicPersonErased,
    PublicSource,
    PublicStatus,
    PublicStatusChanged,
)
from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC, CONVERSATION_PUBLIC_TOPIC
from switchboard.contracts.words import SystemLine
from switchboard.gateway.api.fanout.following import Hub, News, SharedFrame
from switchboard.gateway.api.fanout.hearing import Hearing
from switchboard.gateway.api.fanout.inbox import InboxFeed
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.handlers.pending import Answer, PendingCommands, Stated, Undecided
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.handlers.presence import Presence
from switchboard.gateway.handlers.telling import Telling
from switchboard.gateway.model.chain import Link, Target
from switchboard.gateway.model.presence import Lifetimes
from switchboard.gateway.model.principals import Visitor

if TYPE_CHECKING:
    import asyncio

    from switchboard.gateway.clients.producer import CommandProducer
    from switchboard.gateway.store.progress import Progress
    from switchboard.gateway.store.readings import Readings

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HERE, ELSEWHERE, COMMAND, VISITOR = uuid4(), uuid4(), uuid4(), uuid4()
PUBLIC = frozenset({CONVERSATION_PUBLIC_TOPIC.name})


@dataclass
class Record:
    """What of a record the fan-out looks at."""

    key: bytes
    value: bytes
    headers: Sequence[tuple[str, bytes]]
    offset: int = 0


@dataclass
class Follower:
    """Somebody who follows a conversation, and what they heard of it."""

    numbers: list[int] = field(default_factory=list)

    def hear(self, news: list[News], frame: SharedFrame) -> None:
        del frame
        self.numbers += [item.number for item in news]

    def tell(self, frame: str) -> None:
        raise AssertionError(frame)


@dataclass
class Scene:
    """The fan-out with a follower of one conversation."""

    hearing: Hearing
    follower: Follower
    owners: Owners
    pending: PendingCommands

    def hear(self, *events: PublicEvent, answers: UUID | None = None) -> None:
        (handle,) = [do for topic, do in self.hearing.table() if topic is CONVERSATION_PUBLIC_TOPIC]
        handle([_record(event, answers) for event in events])

    def waits(self) -> "asyncio.Future[Answer]":
        """A visitor's command is on its way."""
        return self.pending.expect(str(COMMAND).encode(), PUBLIC, ())


@pytest.fixture
async def scene() -> Scene:
    hub, follower = Hub(), Follower()
    hub.public.follow(str(HERE), follower)
    producer = cast("CommandProducer", None)
    owners = Owners(cast("Readings", None), cast("Progress", None), Positions())
    telling = Telling(producer)
    presence = Presence(producer, "here", telling.came_online, Lifetimes())
    pending = PendingCommands()
    hearing = Hearing(hub, InboxFeed(hub), pending, owners, presence, telling=telling)
    return Scene(hearing, follower, owners, pending)


def _record(event: PublicEvent, answers: UUID | None = None) -> Record:
    envelope = Envelope(
        id=uuid4(),
        type=event.ce_type(),
        source="/test",
        time=NOW,
        correlation_id=uuid4(),
        causation_id=answers,
        answer=answers is not None,
    )
    return Record(event.key.encode(), encode(event), envelope.headers())


def _posted(number: int, where: UUID = HERE, line: SystemLine | None = None) -> PublicEvent:
    source = PublicSource.SYSTEM if line else PublicSource.AI
    return PublicMessagePosted(
        conversation_id=where,
        public_seq=number,
        at=NOW,
        message_id=uuid4(),
        source=source,
        text="hello",
        line=line,
    )


def _became(number: int, status: PublicStatus) -> PublicEvent:
    return PublicStatusChanged(conversation_id=HERE, public_seq=number, at=NOW, status=status)


CLOSED = _became(3, PublicStatus.CLOSED)
LATE = {
    "a message of the AI": _posted(4),
    "another line of the system": _posted(4, line=SystemLine.CLOSING_SOON),
    "another status": _became(4, PublicStatus.ASSISTANT),
    "another close": _became(4, PublicStatus.CLOSED),
    "another opening": PublicConversationOpened(
        conversation_id=HERE,
        public_seq=4,
        at=NOW,
        visitor_id=uuid4(),
        status=PublicStatus.ASSISTANT,
    ),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
@pytest.mark.parametrize("together", [True, False], ids=["in one run", "in two runs"])
async def test_what_comes_after_a_close_is_heard_by_nobody_and_counted(
    scene: Scene, late: PublicEvent, *, together: bool
) -> None:
    for run in [(CLOSED, late)] if together else [(CLOSED,), (late,)]:
        scene.hear(*run)
    assert scene.follower.numbers == [3]
    assert scene.hearing.dropped_after_close == 1


async def test_each_that_comes_too_late_is_counted(scene: Scene) -> None:
    scene.hear(CLOSED, _posted(4), _posted(5))
    scene.hear(_posted(6))
    assert scene.follower.numbers == [3]
    assert scene.hearing.dropped_after_close == 3


async def test_what_a_close_does_not_forbid_is_heard(scene: Scene) -> None:
    closing_line = _posted(4, line=SystemLine.CLOSED)
    erased = PublicPersonErased(conversation_id=HERE, public_seq=5, at=NOW)
    scene.hear(_posted(2), CLOSED, closing_line, erased)
    assert scene.follower.numbers == [2, 3, 4, 5]
    assert scene.hearing.dropped_after_close == 0


async def test_what_is_said_again_from_before_the_close_is_no_breach(scene: Scene) -> None:
    scene.hear(_posted(2), CLOSED)
    scene.hear(_posted(2), CLOSED)
    assert scene.hearing.dropped_after_close == 0


async def test_the_close_of_one_conversation_stops_no_other(scene: Scene) -> None:
    scene.hear(_became(3, PublicStatus.WAITING), _posted(4))
    scene.hear(CLOSED, _posted(9, ELSEWHERE))
    assert scene.follower.numbers == [3, 4, 3]
    assert scene.hearing.dropped_after_close == 0


async def test_x1_behind_a_close_that_was_not_heard_here_nothing_answers(scene: Scene) -> None:
    scene.owners.learn(Link(HERE, VISITOR, closed=True))  # as the read model says
    answer = scene.waits()
    scene.hear(_posted(4), answers=COMMAND)
    assert answer.result() == Undecided()


async def test_x1_an_agents_answer_is_awaited_also_behind_such_a_close(scene: Scene) -> None:
    """The fact that answers an agent may come after its public copy."""
    scene.owners.learn(Link(HERE, VISITOR, closed=True))
    team = frozenset({CONVERSATION_EVENTS_TOPIC.name})
    answer = scene.pending.expect(str(COMMAND).encode(), team, ())
    scene.hear(_posted(4), answers=COMMAND)
    assert not answer.done()


async def test_x1_what_was_said_before_a_close_that_was_heard_here_answers(scene: Scene) -> None:
    scene.owners.learn(Link(HERE, VISITOR))
    for before in ((), (CLOSED,)):
        answer = scene.waits()
        scene.hear(*before, _posted(2), answers=COMMAND)
        assert isinstance(answer.result(), Stated)
    late = scene.waits()
    scene.hear(_posted(4), answers=COMMAND)
    assert not late.done()


async def test_i5_a_conversation_that_is_opened_again_stays_its_owners(scene: Scene) -> None:
    scene.owners.learn(Link(HERE, VISITOR, closed=True))
    scene.hear(LATE["another opening"])
    assert await scene.owners.target(Visitor(VISITOR, "demo"), HERE) == Target(HERE, None)
