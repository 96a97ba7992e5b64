"""Several messages of one visitor at the same time, at both gateways."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.integration.races.arena import Answer, Scene
from tests.integration.races.racing import AT_ONCE, FREE, Race, held, named, one_before

from switchboard.contracts.commands.conversation import SendUserMessage
from switchboard.contracts.events import conversation as events
from switchboard.contracts.ids import next_conversation

FIRST = ("the first gateway's message first", "the second gateway's message first")
"""What is legal, by the gateway that is held."""


def opened_once_with(scene: Scene, answers: Sequence[Answer], texts: Sequence[str]) -> None:
    """Every message was accepted, and the conversation was opened once and holds them all.

    Raises:
        AssertionError: one was not, or it was not, or does not.
    """
    assert {answer.code for answer in answers} == {None}
    written = scene.facts(events.UserMessageSent)
    assert sorted(message.text for message in written) == sorted(texts)
    assert len(scene.facts(events.ConversationOpened)) == 1


def in_the_order_of_the_log(scene: Scene, successor: Scene, texts: Sequence[str]) -> None:
    """Those that were forwarded stand in the successor as they do in the predecessor's commands.

    All stand there as in its own commands: a gateway that has heard of it may write to it at once.

    Raises:
        AssertionError: they do not, or none was forwarded.
    """
    written = _texts(successor)
    forwarded = _logged(scene, texts)
    assert forwarded
    assert [text for text in written if text in forwarded] == forwarded
    assert written == _logged(successor, texts)


def first_of(scene: Scene, number: int, texts: Sequence[str]) -> str:
    """Whose gateway's message is first in the conversation; where one was held, exactly that one.

    Raises:
        AssertionError: another one is.
    """
    first = texts.index(_texts(scene)[0])
    assert held(number) in (FREE, first)
    return named(FIRST[first % 2], number, FIRST)


@dataclass(frozen=True)
class ThreeFirst:
    """Three first messages of a new visitor open one conversation with three (rule C1)."""

    at_once: int = AT_ONCE
    judge = staticmethod(opened_once_with)

    async def run(self, scene: Scene, number: int) -> str:
        texts = [f"first {n} of {number}" for n in range(3)]
        opened_once_with(scene, await _written(scene, number, texts), texts)
        return first_of(scene, number, texts)


@dataclass(frozen=True)
class TenLate:
    """Ten messages at a closed conversation start one successor with ten, in order (rule X2)."""

    at_once: int = AT_ONCE
    judge = staticmethod(opened_once_with)

    async def run(self, scene: Scene, number: int) -> str:
        await scene.begin([scene.message("Hello"), scene.act(scene.arena.anna, "close")])
        successor = scene.at(next_conversation(scene.where))
        texts = [f"late {n} of {number}" for n in range(10)]
        opened_once_with(successor, await _written(scene, number, texts), texts)
        assert _texts(scene) == ["Hello"]
        await scene.arena.said.until(lambda: len(_logged(successor, texts)) == len(texts))
        in_the_order_of_the_log(scene, successor, texts)
        return first_of(successor, number, texts)


async def _written(scene: Scene, number: int, texts: Sequence[str]) -> Sequence[Answer]:
    """What becomes of them, at both gateways in turn; where a side is held its first is first."""
    acts = [scene.message(text, gateway=n % 2) for n, text in enumerate(texts)]
    if held(number) == FREE:
        return await asyncio.gather(*(act.ask() for act in acts))
    first = acts.pop(held(number))
    one, others = await one_before(scene.arena, first, acts)
    return [one, *others]


def _texts(scene: Scene) -> list[str]:
    """What the visitor has written, in the conversation's order."""
    written = sorted(scene.facts(events.UserMessageSent), key=lambda message: message.seq)
    return [message.text for message in written]


def _logged(scene: Scene, texts: Sequence[str]) -> list[str]:
    """Those of the texts that stand in the conversation's commands, each where it first does."""
    sent = scene.arena.said.commands[str(scene.where)]
    written = (command.text for command in sent if isinstance(command, SendUserMessage))
    return [text for text in dict.fromkeys(written) if text in texts]


SEVERAL: Mapping[str, Race] = {
    "ten messages at a closed conversation": TenLate(),
    "three first messages of a visitor": ThreeFirst(),
}
