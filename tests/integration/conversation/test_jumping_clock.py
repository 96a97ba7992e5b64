"""A clock that is put forward and back takes every step once, and no time is turned back (H10)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.builders.system import Ear, Running, Workspace, a_workspace
from tests.integration.conversation.jumping import AHEAD

from switchboard.contracts.commands.conversation import (
    ProvideEmail,
    RequestHuman,
    SendUserMessage,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import (
    ConversationClosed,
    ConversationEvent,
    ConversationOpened,
    HandOffEscalated,
    HandOffRequested,
    SystemMessageAdded,
    TurnOpened,
    UserEmailProvided,
    UserMessageSent,
)
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC, CONVERSATION_EVENTS_TOPIC
from switchboard.contracts.words import HandOffReason, Status, SystemLine
from switchboard.local.infrastructure import Kafka, Postgres

MINUTE, HOUR = 60, 3_600


@dataclass
class Clocked:
    """A service whose clock stands in a file, and what it states."""

    workspace: Workspace
    service: Running
    events: Ear
    clock: Path
    visitor: UUID

    def ahead(self, seconds: float) -> None:
        """Put the clock so far ahead of the time; behind it if that is less than nothing."""
        _put(self.clock, seconds)

    async def writes(self) -> None:
        """The user writes."""
        await self.sends(SendUserMessage, site="demo", text="Hello")

    async def sends(self, kind: type, **fields: object) -> None:
        """The user asks something."""
        ids = {"conversation_id": first_conversation(self.visitor), "visitor_id": self.visitor}
        command = kind(**ids | fields)
        await self.workspace.send(
            CONVERSATION_COMMANDS_TOPIC, command, opening=Opening.VISITOR_DOOR
        )

    def lines(self) -> list[SystemLine]:
        """What the system has said."""
        return [message.line for message in self.events.of(SystemMessageAdded)]


def _put(clock: Path, seconds: float) -> None:
    new = clock.with_suffix(".new")
    new.write_text(str(seconds), "ascii")
    new.replace(clock)


@pytest.fixture
async def clocked(kafka: Kafka, postgres: Postgres, tmp_path: Path) -> AsyncIterator[Clocked]:
    """The service with its own limits, but for a short turn; the team is online."""
    clock = tmp_path / "ahead"
    _put(clock, 0)
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        service = await workspace.start(
            "conversation",
            "consume",
            turn_seconds="2",
            module="tests.integration.conversation.jumping",
            **{AHEAD: str(clock)},
        )
        events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
        yield Clocked(workspace, service, events, clock, uuid4())


async def test_h8_h10_a_clock_that_jumps_takes_each_step_of_the_ladder_once(
    clocked: Clocked,
) -> None:
    events = clocked.events
    await clocked.writes()
    await clocked.sends(RequestHuman)
    await events.until(HandOffRequested)
    clocked.ahead(2 * MINUTE + 1)
    await events.until(HandOffEscalated)
    clocked.ahead(-HOUR)
    await clocked.writes()
    await events.until(UserMessageSent, 2)
    await events.for_seconds(0.5)
    clocked.ahead(10 * MINUTE + 1)
    await events.until(HandOffRequested, 2)
    clocked.ahead(-HOUR)
    await clocked.service.kill()
    await clocked.service.start()
    await clocked.writes()
    await events.until(UserMessageSent, 3)
    clocked.ahead(11 * MINUTE)
    await events.for_seconds(0.7)

    first, gave_up = events.of(HandOffRequested)
    assert (first.status, first.reason) == (Status.WAITING_FOR_HUMAN, HandOffReason.USER_ASKED)
    assert gave_up.status is Status.AWAITING_OFFLINE_INFO
    assert gave_up.reason is HandOffReason.NOBODY_ACCEPTED
    assert len(events.of(HandOffEscalated)) == 1
    assert clocked.lines() == [SystemLine.HUMAN_ASKED_FOR, SystemLine.NOBODY_AVAILABLE]
    _assert_no_time_is_turned_back(events)


async def test_c6_h10_whoever_writes_after_the_clock_was_put_back_is_not_kept_waiting(
    clocked: Clocked,
) -> None:
    events = clocked.events
    clocked.ahead(HOUR)
    await clocked.writes()
    await events.until(TurnOpened)
    clocked.ahead(HOUR + MINUTE)
    await events.until(HandOffRequested)
    clocked.ahead(0)
    clocked.visitor = late = uuid4()
    await clocked.writes()
    await events.until(TurnOpened, key=first_conversation(late))
    clocked.ahead(-MINUTE)
    await events.until(HandOffRequested, key=first_conversation(late))
    _assert_no_time_is_turned_back(events)


async def test_x4_h10_a_clock_that_jumps_closes_an_idle_conversation_once(clocked: Clocked) -> None:
    events = clocked.events
    await clocked.writes()
    await clocked.sends(RequestHuman)
    await events.until(HandOffRequested)
    for minutes in (10, 12, 14):  # no gateway is heard any more, so it looks once more
        clocked.ahead(minutes * MINUTE + 1)
        await events.for_seconds(0.7)
    await events.until(HandOffRequested, 2)
    await clocked.sends(ProvideEmail, email="user@example.org")
    await events.until(UserEmailProvided)
    clocked.ahead(24 * HOUR - MINUTE)
    await _until_line(clocked, SystemLine.CLOSING_SOON)
    clocked.ahead(-HOUR)
    await events.for_seconds(0.5)
    assert not events.of(ConversationClosed)
    clocked.ahead(25 * HOUR)
    await events.until(ConversationClosed)
    clocked.ahead(-HOUR)
    await clocked.writes()
    await events.until(ConversationOpened, 2)
    clocked.ahead(25 * HOUR)
    await events.for_seconds(0.5)

    assert len(events.of(ConversationClosed)) == 1
    assert clocked.lines().count(SystemLine.CLOSING_SOON) == 1
    assert len({message.conversation_id for message in events.of(UserMessageSent)}) == 2
    _assert_no_time_is_turned_back(events)


async def _until_line(clocked: Clocked, line: SystemLine) -> None:
    while line not in clocked.lines():
        await clocked.events.until(SystemMessageAdded, len(clocked.lines()) + 1)


def _assert_no_time_is_turned_back(events: Ear) -> None:
    for key in {heard.key for heard in events.heard}:
        moments = [fact.at for fact in events.of(ConversationEvent, UUID(key))]
        assert moments == sorted(moments)
