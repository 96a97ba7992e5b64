"""An agent against the AI's reply in the last millisecond of its turn (rules C3, C6).

Three things meet: the agent's act, the reply, and the turn's deadline.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.integration.races.arena import Act, Answer, Scene
from tests.integration.races.deadlines import AT_ONCE, until
from tests.integration.races.racing import held, in_order, named

from switchboard.contracts.events import conversation as events
from switchboard.contracts.words import HandOffReason

IN_TIME_SECONDS = (0.04, 0.12, 0.4, 1.0)
"""So long before the end a reply is said that has to be in time: as late as the machine allows.

Where that was too late after all, which is legal, but not what was to be seen, another conversation
is given the next time; with the last one it surely is in time, also on a busy machine.
"""

LAST_SECONDS = 0.08
"""Where nothing is held, both are asked for so much before the end at the most."""

AGENTS_ACTS = ("accept", "take-over")
AGENT_ALONE, AI_FIRST, TOO_LATE = (
    "the agent alone",
    "the AI, then the agent",
    "too late for the AI, then the agent",
)


def reply_or_silence(scene: Scene, agent: Answer, reply: Answer) -> str:
    """A reply is before the agent and within its turn, or it is a fact why it is not sent."""
    assert agent.code is None
    (turn,) = scene.facts(events.TurnOpened)
    told = scene.names(events.AiMessageSent, events.AgentTookOver, events.ConversationAccepted)
    if reply.code is None:
        assert told[0] == "AiMessageSent", told
        assert len(told) == 2, told  # the other is the agent's act
        (sent,) = scene.facts(events.AiMessageSent)
        assert sent.at < turn.due_at
        return AI_FIRST
    assert len(told) == 1, told
    (discarded,) = scene.facts(events.AiReplyDiscarded)
    assert discarded.code == reply.code
    if not scene.facts(events.HandOffRequested):
        assert reply.code == "ai_paused"
        return AGENT_ALONE
    (asked,) = scene.facts(events.HandOffRequested)
    assert asked.reason is HandOffReason.AI_TOO_LATE
    assert asked.at >= turn.due_at
    assert reply.code in ("too_late", "ai_paused")
    return TOO_LATE


@dataclass(frozen=True)
class LastMoment:
    """An agent at a gateway against the AI's reply, on Kafka as its workers say it.

    With the agent first the reply comes in the last millisecond all the same. With the reply first
    it is decided in the last milliseconds, but before the deadline.
    """

    at_once: int = AT_ONCE
    judge = staticmethod(reply_or_silence)
    legal = (AGENT_ALONE, AI_FIRST, TOO_LATE)

    async def run(self, scene: Scene, number: int) -> str:
        if held(number) != 1:
            return named(await self._tried(scene, number), number, self.legal)
        came = TOO_LATE
        for before in IN_TIME_SECONDS:
            came = await self._tried(scene, number, before)
            if came != TOO_LATE:
                return f"{named(came, number, self.legal)}, in its last {before:g} s"
            scene = await scene.arena.a_scene()
        return named(came, number, self.legal)

    async def _tried(self, scene: Scene, number: int, before: float = 0.0) -> str:
        await scene.begin([scene.message("Hello")])
        await scene.arena.said.until(lambda: bool(scene.facts(events.TurnOpened)))
        (turn,) = scene.facts(events.TurnOpened)
        who = (scene.arena.anna, scene.arena.ben)[number % 2]
        agent = scene.act(who, AGENTS_ACTS[number // 2 % 2])
        reply = scene.ai_reply()
        if held(number) == 1:
            await until(turn.due_at, -before)
            replied, taken = await in_order(scene.arena, reply, agent)
        else:
            taken, replied = await self._answers(agent, reply, number, turn.due_at)
        return reply_or_silence(scene, taken, replied)

    async def _answers(
        self, agent: Act, reply: Act, number: int, end: datetime
    ) -> tuple[Answer, Answer]:
        """With the agent first, or neither."""
        if held(number) == 0:
            taken = await agent.ask()
            return taken, await _asked_at(reply, end, -0.001)
        chance = Random(number)  # noqa: S311 - no secret
        taken, replied = await asyncio.gather(
            _asked_at(agent, end, chance.uniform(-LAST_SECONDS, 0)),
            _asked_at(reply, end, chance.uniform(-LAST_SECONDS, 0)),
        )
        return taken, replied


async def _asked_at(act: Act, time: datetime, later: float) -> Answer:
    await until(time, later)
    return await act.ask()
