"""An act in the moment of a deadline, and what may come of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from tests.integration.races.arena import DEADLINE_SECONDS, Act, Answer, Scene
from tests.integration.races.racing import FREE, Race, held, named

from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import next_conversation
from switchboard.contracts.words import HandOffReason

AT_ONCE = 60
APART_SECONDS = 0.1
"""Where nothing is held, the act is at most so much earlier or later than the deadline."""

HEARD_SECONDS = 1.0
"""So long after its time a deadline that came after all would be heard."""


@dataclass(frozen=True)
class ActAgainstDeadline:
    """Somebody at a gateway against a deadline, which comes by itself.

    Attributes:
        before: what sets the deadline; the last of these acts does.
        act: what is asked.
        has_come: whether the deadline has, in the conversation.
        judge: a name for what came, given the answer to the act.
        legal: the outcome if the act, and if the deadline, is first.
    """

    before: Callable[[Scene], Sequence[Act]]
    act: Callable[[Scene], Act]
    has_come: Callable[[Scene], bool]
    judge: Callable[[Scene, Answer], str]
    legal: tuple[str, str]
    at_once: int = AT_ONCE

    async def run(self, scene: Scene, number: int) -> str:
        await scene.begin(self.before(scene))
        last = max(fact.at for fact in scene.facts(events.ConversationEvent))
        due_at = last + timedelta(seconds=DEADLINE_SECONDS)
        if held(number) == 1:
            await scene.arena.said.until(lambda: self.has_come(scene))
        if held(number) == FREE:
            apart = Random(number).uniform(-APART_SECONDS, APART_SECONDS)  # noqa: S311 - no secret
            await until(due_at, apart)
        answer = await self.act(scene).ask()
        await until(due_at, HEARD_SECONDS)
        return named(self.judge(scene, answer), number, self.legal)


async def until(time: datetime, later: float) -> None:
    """Wait until so many seconds after a time; before it, if they are less than 0."""
    await asyncio.sleep(max(0.0, (time - datetime.now(UTC)).total_seconds() + later))


def reasons(scene: Scene) -> list[HandOffReason]:
    """Why humans were asked for."""
    return [asked.reason for asked in scene.facts(events.HandOffRequested)]


def accepted_or_given_up(scene: Scene, answer: Answer) -> str:
    assert answer.code is None, answer
    told = scene.names(events.HandOffRequested, events.ConversationAccepted)
    if told == ["HandOffRequested", "ConversationAccepted"]:
        return "accepted in time"
    assert told == ["HandOffRequested", "HandOffRequested", "ConversationAccepted"], told
    assert reasons(scene)[-1] is HandOffReason.NOBODY_ACCEPTED
    return "given up, then accepted"


def kept_or_followed(scene: Scene, answer: Answer) -> str:
    assert answer.code is None, answer
    told = scene.names(events.UserMessageSent, events.ConversationClosed)
    after = scene.at(next_conversation(scene.where)).names(events.UserMessageSent)
    if after:
        assert (told, after) == (["UserMessageSent", "ConversationClosed"], ["UserMessageSent"])
        return "closed, then a successor"
    assert told == ["UserMessageSent", "UserMessageSent"], told
    return "kept open"


def given_or_returned(scene: Scene, answer: Answer) -> str:
    assert answer.code is None, answer
    told = scene.names(events.HandOffRequested, events.AgentTookOver, events.ConversationAccepted)
    if told == ["AgentTookOver", "AgentTookOver"]:
        return "given to Ben"
    assert told == ["AgentTookOver", "HandOffRequested", "ConversationAccepted"], told
    assert reasons(scene) == [HandOffReason.AGENT_OFFLINE]
    return "returned, then given to Ben"


ACT_AGAINST_DEADLINE: Mapping[str, Race] = {
    "accept against giving up": ActAgainstDeadline(
        before=Scene.waiting,
        act=lambda scene: scene.act(scene.arena.ben, "accept"),
        has_come=lambda scene: HandOffReason.NOBODY_ACCEPTED in reasons(scene),
        judge=accepted_or_given_up,
        legal=("accepted in time", "given up, then accepted"),
    ),
    "user's message against closing by itself": ActAgainstDeadline(
        before=lambda scene: (
            scene.message("Hello"),
            scene.act(scene.arena.ben, "messages", {"text": "It left today."}),
        ),
        act=lambda scene: scene.message("One more thing"),
        has_come=lambda scene: bool(scene.facts(events.ConversationClosed)),
        judge=kept_or_followed,
        legal=("kept open", "closed, then a successor"),
    ),
    "assignment against return to the queue": ActAgainstDeadline(
        before=lambda scene: (
            scene.message("Hello"),
            scene.act(scene.arena.cleo, "take-over"),
        ),
        act=lambda scene: scene.assignment(scene.arena.anna, scene.arena.ben),
        has_come=lambda scene: HandOffReason.AGENT_OFFLINE in reasons(scene),
        judge=given_or_returned,
        legal=("given to Ben", "returned, then given to Ben"),
    ),
}
