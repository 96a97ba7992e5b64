"""A mark is sent at once for what is known; what nobody can tell yet is not made up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.gateway.api.routes.notifications import seen
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import Decided
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.model.problems import Code, ProblemError

if TYPE_CHECKING:
    from switchboard.gateway.api.services import Services
    from switchboard.gateway.model.principals import Agent

NOTIFICATION = uuid4()
AGENT = cast("Agent", SimpleNamespace(member_id=uuid4(), principal="member:anna"))


@dataclass
class Scene:
    """A read model with what is `known`; whether it catches up; what was `asked` of Kafka."""

    known: dict[UUID, str]
    catches_up: bool
    waits: int = 0
    asked: list[Ask] = field(default_factory=list)

    async def fetchval(self, query: str, notification: UUID, member: UUID) -> str | None:
        del query, member
        return self.known.get(notification)

    async def reached(self, wanted: Mapping[Any, int]) -> bool:
        del wanted
        self.waits += 1
        return self.catches_up

    async def ask(self, ask: Ask) -> Decided:
        """It is so already."""
        assert not self.waits, "waited for the read model first"
        self.asked.append(ask)
        return Decided(CommandOutcome(command_id=ask.id, accepted=True))

    async def marks(self) -> bytes:
        commands = SimpleNamespace(pool=self, ask=self.ask)
        services = SimpleNamespace(commands=commands, positions=Positions(), progress=self)
        answer = await seen(AGENT, cast("Services", services), NOTIFICATION, "a key")
        return bytes(answer.body)


async def test_a_known_notification_is_marked_at_once_and_answered_as_it_is_then() -> None:
    scene = Scene({NOTIFICATION: '{"type":"seen"}'}, catches_up=True)
    assert await scene.marks() == b'{"type":"seen"}'
    assert (len(scene.asked), scene.waits) == (1, 1)


async def test_what_a_marked_notification_is_now_is_told_by_no_read_model_that_is_behind() -> None:
    scene = Scene({NOTIFICATION: '{"type":"requested"}'}, catches_up=False)
    with pytest.raises(ProblemError) as refused:
        await scene.marks()
    assert refused.value.code == Code.CATCHING_UP
    assert len(scene.asked) == 1


@pytest.mark.parametrize(
    ("catches_up", "code"), [(True, Code.UNKNOWN_NOTIFICATION), (False, Code.CATCHING_UP)]
)
async def test_an_unknown_notification_is_refused_once_the_read_model_can_tell(
    code: Code, *, catches_up: bool
) -> None:
    scene = Scene({}, catches_up=catches_up)
    with pytest.raises(ProblemError) as refused:
        await scene.marks()
    assert refused.value.code == code
    assert not scene.asked
