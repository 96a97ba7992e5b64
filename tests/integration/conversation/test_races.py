"""Two sides at once, from two doors, on two replicas: only legal outcomes, each counted.

Of every three trials the first has one side first, the second the other, and the third leaves it to
chance: the outcomes of the first two are known exactly, that of the third has to be one of them.
`make test` runs 50 trials a race, `make races` 500.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.builders.conversation import ANNA, BEN
from tests.builders.system import Ear, a_workspace

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events import conversation as events
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.runtime.commands_out import CommandSender

TRIALS = int(os.environ.get("SWITCHBOARD_TEST_RACES", "50"))
PARTITION = 0


@dataclass
class Arena:
    """Two replicas of the service, two doors to it, and all that they say."""

    doors: tuple[CommandSender, CommandSender]
    facts: Ear
    outcomes: Ear

    async def send(self, door: int, command: Message) -> UUID:
        identifier = uuid4()
        await self.doors[door].send(
            CONVERSATION_COMMANDS_TOPIC,
            command,
            id=identifier,
            opening=Opening.VISITOR_DOOR if isinstance(command, _VISITORS) else None,
            outcome_partition=PARTITION,
        )
        return identifier

    async def decided(self, command_ids: Sequence[UUID]) -> None:
        """Wait until each of these commands has its answer."""
        async with asyncio.timeout(60):
            while not set(command_ids) <= self._answered():
                await asyncio.gather(self.facts.for_seconds(0.05), self.outcomes.for_seconds(0.05))

    def _answered(self) -> set[UUID | None]:
        stated = {h.envelope.causation_id for h in self.facts.heard if h.envelope.answer}
        return stated | {outcome.command_id for outcome in self.outcomes.of(CommandOutcome)}

    def refusal(self, command_id: UUID) -> str | None:
        for outcome in self.outcomes.of(CommandOutcome):
            if outcome.command_id == command_id and not outcome.accepted:
                return str(outcome.code)
        return None

    def names(self, conversation: UUID, *wanted: type[Message]) -> list[str]:
        return [type(fact).__name__ for fact in self.facts.of(wanted, conversation)]  # type: ignore[arg-type]


_VISITORS = (commands.OpenConversation, commands.SendUserMessage)


@pytest.fixture(scope="module")
async def running(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    async with (
        a_workspace(kafka, postgres) as workspace,
        CommandSender(workspace.settings, "one") as one,
        CommandSender(workspace.settings, "other") as other,
    ):
        await workspace.state_team()
        for _ in range(2):
            await workspace.start("conversation", "consume")
        facts = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
        outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
        yield Arena((one, other), facts, outcomes)


@pytest.fixture
def arena(running: Arena) -> Arena:
    """The same for every race; what was heard in the last one is forgotten."""
    running.facts.heard.clear()
    running.outcomes.heard.clear()
    return running


@dataclass(frozen=True)
class Race:
    """Two commands about one conversation, and what may come of them.

    Attributes:
        before: what brings the conversation to the start.
        sides: the two commands.
        outcome: a name for what came, given the ids of both commands.
        legal: the outcome if the one, and if the other, side is first.
    """

    before: Callable[[UUID], Sequence[Message]]
    sides: Callable[[UUID], tuple[Message, Message]]
    outcome: Callable[[Arena, UUID, UUID, UUID], str]
    legal: tuple[str, str]


def said(visitor: UUID, text: str = "Hello") -> Message:
    return commands.SendUserMessage(
        conversation_id=first_conversation(visitor), visitor_id=visitor, site="demo", text=text
    )


def waiting(visitor: UUID) -> Sequence[Message]:
    where = first_conversation(visitor)
    return (said(visitor), commands.RequestHuman(conversation_id=where, visitor_id=visitor))


def accept(visitor: UUID, agent: UUID) -> Message:
    return commands.AcceptConversation(conversation_id=first_conversation(visitor), agent_id=agent)


def who_accepted(arena: Arena, where: UUID, one: UUID, other: UUID) -> str:
    (accepted,) = arena.facts.of(events.ConversationAccepted, where)
    refusals = [code for code in (arena.refusal(one), arena.refusal(other)) if code]
    assert refusals == ["already_accepted"]
    return "Anna has it" if accepted.agent_id == ANNA else "Ben has it"


def reply_or_silence(arena: Arena, where: UUID, one: UUID, other: UUID) -> str:
    assert arena.refusal(one) is None
    told = arena.names(where, events.AgentTookOver, events.AiMessageSent, events.AiReplyDiscarded)
    if told == ["AiMessageSent", "AgentTookOver"]:
        return "the AI, then the agent"
    assert told == ["AgentTookOver", "AiReplyDiscarded"]
    assert arena.refusal(other) == "ai_paused"
    return "the agent alone"


def before_or_after_the_close(arena: Arena, where: UUID, one: UUID, other: UUID) -> str:
    assert arena.refusal(one) is arena.refusal(other) is None
    told = arena.names(where, events.UserMessageSent, events.ConversationClosed)
    successor = arena.names(next_conversation(where), events.UserMessageSent)
    if told == ["UserMessageSent", "ConversationClosed"]:
        assert successor == ["UserMessageSent"]
        return "in the successor"
    assert told == ["UserMessageSent", "UserMessageSent", "ConversationClosed"]
    assert successor == []
    return "before the close"


def who_was_given_it(arena: Arena, where: UUID, one: UUID, other: UUID) -> str:
    assert arena.refusal(one) is None
    if arena.refusal(other) is not None:
        assert arena.refusal(other) == "already_accepted"
        (accepted,) = arena.facts.of(events.ConversationAccepted, where)
        assert (accepted.agent_id, accepted.assigned_by) == (BEN, ANNA)
        return "given to Ben, Anna too late"
    (accepted,) = arena.facts.of(events.ConversationAccepted, where)
    (taken,) = arena.facts.of(events.AgentTookOver, where)
    assert (accepted.agent_id, taken.agent_id) == (ANNA, BEN)
    return "Anna's, then given to Ben"


def at(visitor: UUID, kind: type[Message], **fields: Any) -> Message:
    return kind(conversation_id=first_conversation(visitor), **fields)


RACES = {
    "accept against accept": Race(
        before=waiting,
        sides=lambda visitor: (accept(visitor, ANNA), accept(visitor, BEN)),
        outcome=who_accepted,
        legal=("Anna has it", "Ben has it"),
    ),
    "take-over against the AI's reply": Race(
        before=lambda visitor: (said(visitor),),
        sides=lambda visitor: (
            at(visitor, commands.TakeOver, agent_id=ANNA),
            at(visitor, commands.ProposeAiReply, turn=1, epoch=1, text="It left today."),
        ),
        outcome=reply_or_silence,
        legal=("the agent alone", "the AI, then the agent"),
    ),
    "close against a user's message": Race(
        before=waiting,
        sides=lambda visitor: (
            at(visitor, commands.CloseConversation, agent_id=ANNA),
            said(visitor, "One more thing"),
        ),
        outcome=before_or_after_the_close,
        legal=("in the successor", "before the close"),
    ),
    "assignment against accept": Race(
        before=waiting,
        sides=lambda visitor: (
            at(visitor, commands.AssignConversation, agent_id=ANNA, assignee_id=BEN),
            accept(visitor, ANNA),
        ),
        outcome=who_was_given_it,
        legal=("given to Ben, Anna too late", "Anna's, then given to Ben"),
    ),
}


@dataclass(frozen=True)
class Trial:
    """One conversation; `held` is the side that comes first, 2 if neither is held."""

    visitor: UUID
    held: int

    @property
    def where(self) -> UUID:
        return first_conversation(self.visitor)

    async def prepare(self, arena: Arena, race: Race) -> list[UUID]:
        return [await arena.send(0, command) for command in race.before(self.visitor)]

    async def run(self, arena: Arena, race: Race) -> tuple[UUID, UUID]:
        one, other = race.sides(self.visitor)
        if self.held == 0:
            return await arena.send(0, one), await arena.send(1, other)
        if self.held == 1:
            second = await arena.send(1, other)
            return await arena.send(0, one), second
        first, second = await asyncio.gather(arena.send(0, one), arena.send(1, other))
        return first, second


@pytest.mark.parametrize("name", RACES)
async def test_a_race_has_only_legal_outcomes(
    arena: Arena, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    race = RACES[name]
    trials = [Trial(uuid4(), number % 3) for number in range(TRIALS)]
    prepared = await asyncio.gather(*(trial.prepare(arena, race) for trial in trials))
    await arena.decided([command for commands in prepared for command in commands])
    pairs = await asyncio.gather(*(trial.run(arena, race) for trial in trials))
    await arena.decided([command for pair in pairs for command in pair])
    counts: Counter[str] = Counter()
    for trial, (one, other) in zip(trials, pairs, strict=True):
        came = race.outcome(arena, trial.where, one, other)
        assert came in (race.legal if trial.held == 2 else race.legal[trial.held : trial.held + 1])
        counts[f"{came}{' (free)' if trial.held == 2 else ''}"] += 1
    with capsys.disabled():
        print(f"\n{name}: {dict(counts)}")  # noqa: T201 - asked for: the count of each outcome


async def test_ten_messages_at_a_closed_conversation_start_one_successor_every_time(
    arena: Arena,
) -> None:
    visitors = [uuid4() for _ in range(max(1, TRIALS // 10))]
    for visitor in visitors:
        close = at(visitor, commands.CloseConversation, agent_id=ANNA)
        await arena.decided([await arena.send(0, said(visitor)), await arena.send(0, close)])
    late = [arena.send(n % 2, said(v, f"late {n}")) for v in visitors for n in range(10)]
    await arena.decided(await asyncio.gather(*late))
    for visitor in visitors:
        successor = next_conversation(first_conversation(visitor))
        written = arena.facts.of(events.UserMessageSent, successor)
        assert {message.text for message in written} == {f"late {n}" for n in range(10)}
        assert len(arena.facts.of(events.ConversationOpened, successor)) == 1


async def test_three_first_messages_of_a_visitor_open_one_conversation_every_time(
    arena: Arena,
) -> None:
    visitors = [uuid4() for _ in range(TRIALS)]
    first = [arena.send(n % 2, said(v, f"first {n}")) for v in visitors for n in range(3)]
    await arena.decided(await asyncio.gather(*first))
    for visitor in visitors:
        where = first_conversation(visitor)
        written = arena.facts.of(events.UserMessageSent, where)
        assert {message.text for message in written} == {f"first {n}" for n in range(3)}
        assert len(arena.facts.of(events.ConversationOpened, where)) == 1
