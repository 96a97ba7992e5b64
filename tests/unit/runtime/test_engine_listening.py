"""A partition's events are taken in together, each by those who want its type."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.conversation import AgentMessageSent, UserMessageSent
from switchboard.contracts.examples import read_example
from switchboard.contracts.message import Message
from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC, Start, Topic
from switchboard.runtime.engine.draft import Draft
from switchboard.runtime.engine.hearing import Hearing
from switchboard.runtime.engine.listening import Listening, ParkingLimit
from switchboard.runtime.engine.parked import ParkedRecord
from switchboard.runtime.engine.places import Mark, Owned
from switchboard.runtime.engine.statements import Speaker
from switchboard.runtime.roles import Incoming

EXAMPLES = Path(__file__).parents[3] / "libs/contracts/examples"
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@dataclass(eq=False)
class Mirroring:
    wanted: tuple[type[Message], ...]
    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_START

    async def apply(self, connection: Any, events: Sequence[Incoming]) -> None:
        """Nothing is stored here."""


@dataclass
class Heard:
    """What a partition that was read up to `pos` 0 makes of records."""

    users: Mirroring = field(default_factory=lambda: Mirroring((UserMessageSent,)))
    both: Mirroring = field(default_factory=lambda: Mirroring((UserMessageSent, AgentMessageSent)))
    draft: Draft = field(default_factory=lambda: Draft(NOW))
    owned: Owned = field(
        default_factory=lambda: Owned(
            CONVERSATION_EVENTS_TOPIC, 0, 1, Mark(0, None, 0, 0, NOW, 0, {}), 0
        )
    )

    def hear(self, *records: ParkedRecord) -> int:
        listeners = Hearing(None, (), (self.users, self.both)).listeners
        listening = Listening(Speaker("test", 900_000, NOW), self.draft, ParkingLimit(50, 0.5))
        return listening.hear(self.owned, records, listeners[self.owned.topic.name], None)

    def positions(self, projector: Mirroring) -> list[int | None]:
        return [event.envelope.pos for event in self.draft.projected.get(projector, [])]


def record(pos: int, kind: str, *, body: bytes | None = None) -> ParkedRecord:
    example = read_example(EXAMPLES / f"conversation.{kind}.v1.json")
    said = Envelope(uuid4(), example.envelope().type, "conversation", NOW, uuid4(), pos=pos)
    value = example.body if body is None else body
    return ParkedRecord(0, pos - 1, str(uuid4()).encode(), value, tuple(said.headers()), 0)


def test_each_type_of_event_goes_to_those_who_want_it() -> None:
    heard = Heard()
    kinds = ("user_message_sent", "agent_message_sent", "priority_changed")
    assert heard.hear(*(record(pos, kind) for pos, kind in enumerate(kinds, 1))) == 3
    assert heard.positions(heard.users) == [1]
    assert heard.positions(heard.both) == [1, 2]
    assert heard.draft.mark(heard.owned).last_pos == 3


def test_what_comes_before_a_gap_counts_and_what_follows_it_stays_unread() -> None:
    heard = Heard()
    assert heard.hear(*(record(pos, "user_message_sent") for pos in (1, 2, 4, 5))) == 2
    assert heard.positions(heard.users) == [1, 2]
    assert heard.draft.paused == [heard.owned]
    assert heard.draft.mark(heard.owned).last_pos == 2


def test_a_gap_among_what_nobody_wants_stops_the_partition_too() -> None:
    heard = Heard()
    assert heard.hear(record(1, "priority_changed"), record(3, "priority_changed")) == 1
    assert heard.draft.paused == [heard.owned]


def test_a_malformed_event_is_parked_and_goes_to_nobody() -> None:
    heard = Heard()
    records = (record(1, "user_message_sent", body=b"{"), record(2, "user_message_sent"))
    assert heard.hear(*records) == 2
    assert [(kept.offset, kept.fault.code) for kept in heard.draft.parked] == [(0, "malformed")]
    assert heard.positions(heard.both) == [2]
