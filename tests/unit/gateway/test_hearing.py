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
from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC
from switchboard.contracts.words import SystemLine
from switchboard.gateway.api.fanout.following import Hub, News, SharedFrame
from switchboard.gateway.api.fanout.hearing import Hearing
from switchboard.gateway.api.fanout.inbox import InboxFeed
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.handlers.pending import PendingCommands
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.handlers.presence import Presence
from switchboard.gateway.handlers.telling import Telling
from switchboard.gateway.model.presence import Lifetimes

if TYPE_CHECKING:
    from switchboard.gateway.clients.producer import CommandProducer
    from switchboard.gateway.store.progress import Progress
    from switchboard.gateway.store.readings import Readings

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HERE, ELSEWHERE = uuid4(), uuid4()


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

    def hear(self, *events: PublicEvent) -> None:
        (handle,) = [do for topic, do in self.hearing.table() if topic is CONVERSATION_PUBLIC_TOPIC]
        handle([_record(event) for event in events])


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
    return Scene(hearing, follower)


def _record(event: PublicEvent) -> Record:
    envelope = Envelope(
        id=uuid4(), type=event.ce_type(), source="/test", time=NOW, correlation_id=uuid4()
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
