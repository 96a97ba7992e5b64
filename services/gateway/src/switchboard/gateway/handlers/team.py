"""Saving a member through the team's own rules, and what follows when one leaves."""

import asyncio
from uuid import UUID

import asyncpg

from switchboard.contracts.commands.conversation import ReleaseConversation
from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    TEAM_COMMANDS_TOPIC,
    TEAM_MEMBERS_TOPIC,
)
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.handlers.pending import Decided, Undecided
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.progress import POLL_SECONDS, WAIT_SECONDS
from switchboard.gateway.store.readings import Readings
from switchboard.gateway.store.team import is_mirrored


async def saved_member(commands: Commands, command: SaveMember, principal: str, key: str) -> Agent:
    """The member once the team's decider has accepted them and the read model shows them.

    Raises:
        ProblemError: a refusal, or `undecided`.
    """
    ask = Ask(TEAM_COMMANDS_TOPIC, command, principal, key, TEAM_MEMBERS_TOPIC)
    answer = await commands.ask(ask)
    if isinstance(answer, Undecided):
        raise ProblemError(Code.UNDECIDED)
    if isinstance(answer, Decided) and not answer.outcome.accepted:
        raise ProblemError(answer.outcome.code or Code.INTERNAL, data=answer.outcome.data)
    await _shown(commands.pool, command.member_id)
    return Agent(command.member_id, command.public_name, command.full_name, command.role)


async def _shown(pool: asyncpg.Pool, member_id: UUID) -> None:
    """Return once the read model shows what was decided, or after `WAIT_SECONDS`.

    An outcome says that it was decided, on another topic than `team.members` and maybe before it:
    the places that the fan-out has heard say nothing of this member yet. The decider's row does.
    """
    end = asyncio.get_running_loop().time() + WAIT_SECONDS
    while not await is_mirrored(pool, member_id):
        if asyncio.get_running_loop().time() >= end:
            return
        await asyncio.sleep(POLL_SECONDS)


async def release_conversations(
    commands: Commands, readings: Readings, member_id: UUID, key: str
) -> None:
    """Put back into the queue what a member had who may no longer sign in (rule H9).

    What they get meanwhile is refused, since the conversation service hears of it too; what is
    missed here goes back when they stay offline.
    """
    asks = [
        Ask(
            CONVERSATION_COMMANDS_TOPIC,
            ReleaseConversation(conversation_id=conversation, member_id=member_id),
            f"team:{member_id}",
            f"{key} {conversation}",
            CONVERSATION_EVENTS_TOPIC,
        )
        for conversation in await readings.conversations_of(member_id)
    ]
    await asyncio.gather(*(commands.ask(ask) for ask in asks))
