"""A command in the moment of a deadline, and what may come of it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from tests.builders.conversation import ANNA, BEN
from tests.integration.conversation.arena import Arena, accept, at, said, waiting

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.words import HandOffReason

DEADLINE_SECONDS = 4.0
WAVE = 60
SHORT_TIMES = {
    "presence_grace_seconds": "0.1",
    "escalation_seconds": "1",
    "giving_up_seconds": str(DEADLINE_SECONDS),
    "absence_seconds": str(DEADLINE_SECONDS),
    "idle_seconds": str(DEADLINE_SECONDS),
    "idle_warning_seconds": "1",
}


@dataclass(frozen=True)
class Race:
    """A command against a deadline.

    Attributes:
        before: what sets the deadline; the last of these commands does.
        command: what is sent.
        has_fired: whether the deadline has come in a conversation.
        outcome: a name for what came, given the conversation.
        legal: the outcome if the command, and if the deadline, is first.
    """

    before: Callable[[UUID], Sequence[Message]]
    command: Callable[[UUID], Message]
    has_fired: Callable[[Arena, UUID], bool]
    outcome: Callable[[Arena, UUID], str]
    legal: tuple[str, str]


def reasons(arena: Arena, where: UUID) -> list[HandOffReason]:
    return [asked.reason for asked in arena.facts.of(events.HandOffRequested, where)]


def accepted_or_given_up(arena: Arena, where: UUID) -> str:
    told = arena.names(where, events.HandOffRequested, events.ConversationAccepted)
    if told == ["HandOffRequested", "ConversationAccepted"]:
        return "accepted in time"
    assert told == ["HandOffRequested", "HandOffRequested", "ConversationAccepted"]
    assert reasons(arena, where)[-1] is HandOffReason.NOBODY_ACCEPTED
    return "given up, then accepted"


def kept_or_followed(arena: Arena, where: UUID) -> str:
    told = arena.names(where, events.UserMessageSent, events.ConversationClosed)
    after = arena.names(next_conversation(where), events.UserMessageSent)
    if after:
        assert (told, after) == (["UserMessageSent", "ConversationClosed"], ["UserMessageSent"])
        return "closed, then a successor"
    assert told == ["UserMessageSent", "UserMessageSent"]
    return "kept open"


def given_or_returned(arena: Arena, where: UUID) -> str:
    told = arena.names(
        where, events.HandOffRequested, events.AgentTookOver, events.ConversationAccepted
    )
    if told == ["AgentTookOver", "AgentTookOver"]:
        return "given to Ben"
    assert told == ["AgentTookOver", "HandOffRequested", "ConversationAccepted"]
    assert reasons(arena, where) == [HandOffReason.AGENT_OFFLINE]
    return "returned, then given to Ben"


RACES = {
    "accept against giving up": Race(
        before=waiting,
        command=lambda visitor: accept(visitor, BEN),
        has_fired=lambda arena, where: HandOffReason.NOBODY_ACCEPTED in reasons(arena, where),
        outcome=accepted_or_given_up,
        legal=("accepted in time", "given up, then accepted"),
    ),
    "user's message against closing by itself": Race(
        before=lambda visitor: (
            said(visitor),
            at(visitor, commands.SendAgentMessage, agent_id=BEN, text="It left today."),
        ),
        command=lambda visitor: said(visitor, "One more thing"),
        has_fired=lambda arena, where: bool(arena.facts.of(events.ConversationClosed, where)),
        outcome=kept_or_followed,
        legal=("kept open", "closed, then a successor"),
    ),
    "assignment against return to the queue": Race(
        before=lambda visitor: (
            said(visitor),
            at(visitor, commands.TakeOver, agent_id=ANNA),
        ),
        command=lambda visitor: at(
            visitor, commands.AssignConversation, agent_id=BEN, assignee_id=BEN
        ),
        has_fired=lambda arena, where: HandOffReason.AGENT_OFFLINE in reasons(arena, where),
        outcome=given_or_returned,
        legal=("given to Ben", "returned, then given to Ben"),
    ),
}


@dataclass(frozen=True)
class Trial:
    """One conversation; `held` is 0 for the command first, 1 for the deadline, 2 for chance."""

    number: int
    visitor: UUID

    @property
    def held(self) -> int:
        return self.number % 3

    @property
    def where(self) -> UUID:
        return first_conversation(self.visitor)

    async def run(self, arena: Arena, race: Race) -> UUID:
        if self.held == 1:
            while not race.has_fired(arena, self.where):  # noqa: ASYNC110 - read by another task
                await asyncio.sleep(0.02)
        if self.held == 2:
            set_at = max(heard.at for heard in arena.facts.of(events.ConversationEvent, self.where))
            spread = (self.number % 10 - 5) * 0.02
            passed = (datetime.now(UTC) - set_at).total_seconds()
            await asyncio.sleep(DEADLINE_SECONDS + spread - passed)
        return await arena.send(self.number % 2, race.command(self.visitor))


async def raced(arena: Arena, race: Race, number: int) -> Counter[str]:
    """So many trials of a race, in waves; how often each legal outcome came.

    Raises:
        AssertionError: something else came.
    """
    counts: Counter[str] = Counter()
    for begin in range(0, number, WAVE):
        numbers = range(begin, min(begin + WAVE, number))
        counts += await a_wave(arena, race, [Trial(number, uuid4()) for number in numbers])
    return counts


async def a_wave(arena: Arena, race: Race, trials: Sequence[Trial]) -> Counter[str]:
    """As many trials at once as can be begun long before their deadlines."""
    arena.forget()
    begun = [await arena.send(0, said) for trial in trials for said in race.before(trial.visitor)]
    await arena.decided(begun)
    asked = asyncio.gather(*(trial.run(arena, race) for trial in trials))
    while not asked.done():
        await arena.facts.for_seconds(0.05)
    await arena.decided(await asked)
    await arena.facts.for_seconds(1.0)  # a deadline that fired after all would be heard by now
    counts: Counter[str] = Counter()
    for trial in trials:
        came = race.outcome(arena, trial.where)
        assert came in (race.legal if trial.held == 2 else race.legal[trial.held : trial.held + 1])
        counts[f"{came}{' (free)' if trial.held == 2 else ''}"] += 1
    return counts
