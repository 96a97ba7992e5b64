"""Two sides at once, from two doors, on two replicas: only legal outcomes, each counted.

Of every three trials the first has one side first, the second the other, and the third leaves it to
chance: the outcomes of the first two are known exactly, that of the third has to be one of them.
`make test` runs 50 trials a race, `make races` 500.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from tests.builders.conversation import ANNA, BEN
from tests.integration.conversation.arena import (
    TRIALS,
    Arena,
    accept,
    an_arena,
    at,
    said,
    waiting,
)

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.message import Message
from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="module")
async def running(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    async with an_arena(kafka, postgres, online=(ANNA, BEN)) as arena:
        yield arena


@pytest.fixture
def arena(running: Arena) -> Arena:
    running.forget()
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
    arena: Arena, name: str, tell: Callable[[str], None]
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
    tell(f"{name}: {dict(counts)}")


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
