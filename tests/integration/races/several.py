"""Several messages of one visitor at the same time, at both gateways."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.integration.races.arena import Answer, Scene
from tests.integration.races.racing import AT_ONCE, Race

from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import next_conversation


def opened_once_with(scene: Scene, answers: Sequence[Answer], texts: Sequence[str]) -> None:
    """Every message was accepted, and the conversation was opened once and holds them all.

    Raises:
        AssertionError: one was not, or it was not, or does not.
    """
    assert {answer.code for answer in answers} == {None}
    written = scene.facts(events.UserMessageSent)
    assert sorted(message.text for message in written) == sorted(texts)
    assert len(scene.facts(events.ConversationOpened)) == 1


@dataclass(frozen=True)
class ThreeFirst:
    """Three first messages of a new visitor open one conversation with three (rule C1)."""

    at_once: int = AT_ONCE
    judge = staticmethod(opened_once_with)

    async def run(self, scene: Scene, number: int) -> str:
        texts = [f"first {n} of {number}" for n in range(3)]
        opened_once_with(scene, await _written(scene, texts), texts)
        return "one conversation with three"


@dataclass(frozen=True)
class TenLate:
    """Ten messages at a closed conversation start one successor with ten (rule X2)."""

    at_once: int = AT_ONCE
    judge = staticmethod(opened_once_with)

    async def run(self, scene: Scene, number: int) -> str:
        await scene.begin([scene.message("Hello"), scene.act(scene.arena.anna, "close")])
        texts = [f"late {n} of {number}" for n in range(10)]
        answers = await _written(scene, texts)
        opened_once_with(scene.at(next_conversation(scene.where)), answers, texts)
        assert scene.names(events.UserMessageSent) == ["UserMessageSent"]
        return "one successor with ten"


async def _written(scene: Scene, texts: Sequence[str]) -> Sequence[Answer]:
    acts = [scene.message(text, gateway=n % 2) for n, text in enumerate(texts)]
    return await asyncio.gather(*(act.ask() for act in acts))


SEVERAL: Mapping[str, Race] = {
    "ten messages at a closed conversation": TenLate(),
    "three first messages of a visitor": ThreeFirst(),
}
