"""What members had who may no longer sign in goes back into the queue (rule H9)."""

import asyncio
from dataclasses import dataclass

import structlog

from switchboard.contracts.commands.conversation import ReleaseConversation
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_STATE_TOPIC,
)
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.model.problems import ProblemError
from switchboard.gateway.store.outage import OUTAGE
from switchboard.gateway.store.readings import Left, Readings

_LOOK_SECONDS = 5.0
_LATER: tuple[type[Exception], ...] = (*OUTAGE, ProblemError)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Looks for conversations of disabled members, and asks for each to be released.

    One look when somebody is disabled is not enough: the gateway may end in the middle of it, the
    conversation service may decide an accept of theirs before it has heard of their end, and the
    read model shows either a moment later. So every gateway looks now and then, and what several
    of them find is released once.
    """

    commands: Commands
    readings: Readings

    async def release(self) -> None:
        """Have released what is known by now of disabled members.

        Raises:
            ProblemError: `unavailable`: Kafka takes nothing now.
        """
        heard = self.commands.positions.of_all(CONVERSATION_STATE_TOPIC)
        await self.commands.progress.reached(heard)
        await self._release_what_is_shown()

    async def release_always(self) -> None:
        """Look every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self._release_what_is_shown()
            except _LATER as error:
                structlog.get_logger("leaving").warning("not asked", reason=type(error).__name__)

    async def _release_what_is_shown(self) -> None:
        left = await self.readings.left_behind()
        await asyncio.gather(*(self.commands.ask(_asking(one)) for one in left))


def _asking(left: Left) -> Ask:
    """The same command from whoever finds it; another one when the member gets it once more."""
    return Ask(
        CONVERSATION_COMMANDS_TOPIC,
        ReleaseConversation(conversation_id=left.conversation_id, member_id=left.member_id),
        f"team:{left.member_id}",
        f"release {left.conversation_id} {left.epoch}",
        CONVERSATION_EVENTS_TOPIC,
    )
