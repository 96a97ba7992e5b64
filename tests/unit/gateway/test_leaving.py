"""What a disabled member had is released once, whichever gateways find it (rule H9)."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from switchboard.contracts.commands.conversation import ReleaseConversation
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.leaving import Leaving
from switchboard.gateway.store.readings import Left


class Gateway:
    """A gateway whose read model shows what a test says."""

    def __init__(self, *shown: Left) -> None:
        self.shown = [*shown]
        self.asked: list[Ask] = []

    async def left_behind(self) -> list[Left]:
        return self.shown

    async def ask(self, ask: Ask) -> None:
        self.asked.append(ask)

    async def reached(self, _: Any) -> bool:
        return True

    async def release(self) -> list[Ask]:
        commands: Any = SimpleNamespace(
            ask=self.ask,
            progress=SimpleNamespace(reached=self.reached),
            positions=SimpleNamespace(of_all=lambda _: {}),
        )
        readings: Any = self
        await Leaving(commands, readings).release()
        return self.asked


async def test_h9_every_conversation_of_who_left_is_asked_to_be_released() -> None:
    left = [Left(uuid4(), uuid4(), 3), Left(uuid4(), uuid4(), 5)]
    asked = [ask.message for ask in await Gateway(*left).release()]
    assert asked == [
        ReleaseConversation(conversation_id=one.conversation_id, member_id=one.member_id)
        for one in left
    ]


async def test_h9_two_gateways_ask_under_one_id_and_under_another_once_they_have_it_anew() -> None:
    before = Left(uuid4(), uuid4(), 3)
    anew = Left(before.conversation_id, before.member_id, 6)
    (one,), (other,), (later,) = [
        await Gateway(shown).release() for shown in (before, before, anew)
    ]
    assert one.id == other.id
    assert later.id != one.id
