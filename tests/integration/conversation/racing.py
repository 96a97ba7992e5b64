"""Two commands about one conversation at the same time, and what may come of them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.builders.conversation import ANNA, BEN
from tests.integration.conversation.arena import Arena, accept, at, said, waiting

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.message import Message

WAVE = 50


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
    """One conversation.

    Attributes:
        number: decides which side is held back; where neither is, which is sent how much earlier.
    """

    visitor: UUID
    number: int

    @property
    def held(self) -> int:
        """The side that comes first, 2 if neither is held."""
        return self.number % 3

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
        apart = (self.number % 7 - 3) / 1_000
        first, second = await asyncio.gather(
            self._sent(arena, 0, one, apart), self._sent(arena, 1, other, -apart)
        )
        return first, second

    async def _sent(self, arena: Arena, door: int, command: Message, seconds: float) -> UUID:
        await asyncio.sleep(max(0.0, seconds))
        return await arena.send(door, command)


async def raced(arena: Arena, race: Race, number: int) -> Counter[str]:
    """So many trials of a race, all at once; how often each legal outcome came.

    Raises:
        AssertionError: something else came.
    """
    trials = [Trial(uuid4(), one) for one in range(number)]
    prepared = await asyncio.gather(*(trial.prepare(arena, race) for trial in trials))
    await arena.decided([command for commands in prepared for command in commands])
    pairs = await asyncio.gather(*(trial.run(arena, race) for trial in trials))
    await arena.decided([command for pair in pairs for command in pair])
    counts: Counter[str] = Counter()
    for trial, (one, other) in zip(trials, pairs, strict=True):
        came = race.outcome(arena, trial.where, one, other)
        assert came in (race.legal if trial.held == 2 else race.legal[trial.held : trial.held + 1])
        counts[f"{came}{' (free)' if trial.held == 2 else ''}"] += 1
    return counts


async def ten_late(arena: Arena, number: int) -> Counter[str]:
    """Ten messages at each of so many closed conversations start one successor with ten (X2).

    In waves: one wave's messages are decided well within the time that the arena waits for them.

    Raises:
        AssertionError: they do not.
    """
    counts: Counter[str] = Counter()
    for begin in range(0, number, WAVE):
        visitors = [uuid4() for _ in range(begin, min(begin + WAVE, number))]
        arena.forget()
        await _closed(arena, visitors)
        late = [arena.send(n % 2, said(v, f"late {n}")) for v in visitors for n in range(10)]
        await arena.decided(await asyncio.gather(*late))
        for visitor in visitors:
            successor = next_conversation(first_conversation(visitor))
            opened_once_with(arena, successor, {f"late {n}" for n in range(10)})
            counts["one successor with ten"] += 1
    return counts


async def _closed(arena: Arena, visitors: Sequence[UUID]) -> None:
    """The first conversation of each of these visitors, opened and closed."""
    begun = await asyncio.gather(*(arena.send(0, said(visitor)) for visitor in visitors))
    await arena.decided(begun)
    close = (at(visitor, commands.CloseConversation, agent_id=ANNA) for visitor in visitors)
    await arena.decided(await asyncio.gather(*(arena.send(0, command) for command in close)))


async def three_first(arena: Arena, number: int) -> Counter[str]:
    """Three first messages of each of so many visitors open one conversation with three (C1).

    Raises:
        AssertionError: they do not.
    """
    visitors = [uuid4() for _ in range(number)]
    first = [arena.send(n % 2, said(v, f"first {n}")) for v in visitors for n in range(3)]
    await arena.decided(await asyncio.gather(*first))
    counts: Counter[str] = Counter()
    for visitor in visitors:
        opened_once_with(arena, first_conversation(visitor), {f"first {n}" for n in range(3)})
        counts["one conversation with three"] += 1
    return counts


def opened_once_with(arena: Arena, where: UUID, texts: set[str]) -> None:
    """The conversation was opened once and holds these messages.

    Raises:
        AssertionError: it was not, or does not.
    """
    written = arena.facts.of(events.UserMessageSent, where)
    assert sorted(message.text for message in written) == sorted(texts)
    assert len(arena.facts.of(events.ConversationOpened, where)) == 1
