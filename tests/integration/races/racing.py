"""Two acts on one conversation at the same time, and what may come of them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from tests.integration.races.arena import Act, Answer, Arena, Scene

from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import next_conversation

AT_ONCE = 8
APART_SECONDS = 0.01
"""The one act is at most so much earlier or later than the other, where neither is held."""

FREE = 2


class Race(Protocol):
    """Something to be tried many times.

    Attributes:
        at_once: how many trials.
        judge: what fails if more comes of a trial than may.
    """

    @property
    def at_once(self) -> int: ...

    @property
    def judge(self) -> Callable[..., Any]: ...

    async def run(self, scene: Scene, number: int) -> str:
        """One trial; a name for what came of it.

        Raises:
            AssertionError: it is not legal, or not what it had to be with the side held that was.
        """
        ...


async def raced(arena: Arena, race: Race, trials: int) -> Counter[str]:
    """So many trials, some at once; how often each legal outcome came.

    Raises:
        AssertionError: something else came.
    """
    some = asyncio.Semaphore(race.at_once)

    async def one(number: int) -> str:
        async with some:
            return await race.run(await arena.a_scene(), number)

    came = await asyncio.gather(*(one(n) for n in range(trials)), return_exceptions=True)
    for failure in came:
        if isinstance(failure, BaseException):
            raise failure
    return Counter(sorted(name for name in came if isinstance(name, str)))


def held(number: int) -> int:
    """What comes first in a trial: 0 the one side, 1 the other, `FREE` whichever does."""
    return number % 3


def named(came: str, number: int, legal: Sequence[str]) -> str:
    """What came, if it may have: exactly so where a side was held, else any that is legal."""
    if held(number) == FREE:
        assert came in legal, came
        return f"{came} (free)"
    assert came == legal[held(number)], came
    return came


async def one_before(
    arena: Arena, first: Act, others: Sequence[Act]
) -> tuple[Answer, Sequence[Answer]]:
    """The other acts are held until the first one stands in the log, decided or not."""
    async with asyncio.TaskGroup() as every:
        one = every.create_task(_asked(first))
        await arena.said.until(lambda: first.id in arena.said.logged)
        rest = [every.create_task(_asked(act)) for act in others]
    return one.result(), [task.result() for task in rest]


async def in_order(arena: Arena, first: Act, second: Act) -> tuple[Answer, Answer]:
    """The second act is held until the first one stands in the log, decided or not."""
    one, (other,) = await one_before(arena, first, [second])
    return one, other


async def at_once(first: Act, second: Act, apart: float) -> tuple[Answer, Answer]:
    """The second act is so many seconds later than the first; or earlier, if it is less than 0."""
    one, other = await asyncio.gather(_asked(first, -apart), _asked(second, apart))
    return one, other


async def _asked(act: Act, after: float = 0.0) -> Answer:
    await asyncio.sleep(max(0.0, after))
    return await act.ask()


@dataclass(frozen=True)
class ActAgainstAct:
    """Two people, each at a gateway.

    Attributes:
        before: what brings the conversation to the start.
        sides: the two acts.
        judge: a name for what came, given both answers.
        legal: the outcome if the one, and if the other, side is first.
    """

    before: Callable[[Scene], Sequence[Act]]
    sides: Callable[[Scene], tuple[Act, Act]]
    judge: Callable[[Scene, Answer, Answer], str]
    legal: tuple[str, str]
    at_once: int = AT_ONCE

    async def run(self, scene: Scene, number: int) -> str:
        await scene.begin(self.before(scene))
        one, other = await self._answers(scene, number)
        return named(self.judge(scene, one, other), number, self.legal)

    async def _answers(self, scene: Scene, number: int) -> tuple[Answer, Answer]:
        one, other = self.sides(scene)
        if held(number) == 0:
            return await in_order(scene.arena, one, other)
        if held(number) == 1:
            second, first = await in_order(scene.arena, other, one)
            return first, second
        apart = Random(number).uniform(-APART_SECONDS, APART_SECONDS)  # noqa: S311 - no secret
        return await at_once(one, other, apart)


def who_accepted(scene: Scene, one: Answer, other: Answer) -> str:
    (accepted,) = scene.facts(events.ConversationAccepted)
    (loser,) = (answer for answer in (one, other) if answer.code)
    assert (loser.code, loser.told["agent_name"]) == ("already_accepted", accepted.agent_name)
    assert accepted.agent_id == (scene.arena.ben if loser is one else scene.arena.anna).id
    return f"{accepted.agent_name} has it"


def before_or_after_the_close(scene: Scene, one: Answer, other: Answer) -> str:
    assert one.code is other.code is None, (one, other)
    told = scene.names(events.UserMessageSent, events.ConversationClosed)
    successor = scene.at(next_conversation(scene.where)).names(events.UserMessageSent)
    if told == ["UserMessageSent", "ConversationClosed"]:
        assert successor == ["UserMessageSent"]
        return "in the successor"
    assert told == ["UserMessageSent", "UserMessageSent", "ConversationClosed"], told
    assert successor == [], successor
    return "before the close"


def who_was_given_it(scene: Scene, one: Answer, other: Answer) -> str:
    anna, ben, cleo = (who.id for who in (scene.arena.anna, scene.arena.ben, scene.arena.cleo))
    assert one.code is None
    (accepted,) = scene.facts(events.ConversationAccepted)
    if other.code is not None:
        assert (other.code, other.told["agent_name"]) == ("already_accepted", "Ben")
        assert (accepted.agent_id, accepted.assigned_by) == (ben, anna)
        return "given to Ben, Cleo too late"
    (taken,) = scene.facts(events.AgentTookOver)
    assert (accepted.agent_id, taken.agent_id, taken.assigned_by) == (cleo, ben, anna)
    return "Cleo's, then given to Ben"


ACT_AGAINST_ACT: Mapping[str, Race] = {
    "accept against accept": ActAgainstAct(
        before=Scene.waiting,
        sides=lambda scene: (
            scene.act(scene.arena.anna, "accept"),
            scene.act(scene.arena.ben, "accept"),
        ),
        judge=who_accepted,
        legal=("Anna has it", "Ben has it"),
    ),
    "close against a user's message": ActAgainstAct(
        before=Scene.waiting,
        sides=lambda scene: (
            scene.act(scene.arena.anna, "close"),
            scene.message("One more thing", gateway=1),
        ),
        judge=before_or_after_the_close,
        legal=("in the successor", "before the close"),
    ),
    "assignment against accept": ActAgainstAct(
        before=Scene.waiting,
        sides=lambda scene: (
            scene.assignment(scene.arena.anna, scene.arena.ben),
            scene.act(scene.arena.cleo, "accept"),
        ),
        judge=who_was_given_it,
        legal=("given to Ben, Cleo too late", "Cleo's, then given to Ben"),
    ),
}
