"""Saving a member through the team's own rules."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.topics import TEAM_COMMANDS_TOPIC, TEAM_MEMBERS_TOPIC
from switchboard.contracts.words import Role
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.handlers.pending import Decided, Undecided
from switchboard.gateway.model.member import Member
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.progress import POLL_SECONDS, WAIT_SECONDS
from switchboard.gateway.store.team import is_mirrored, load_members


async def saved_member(commands: Commands, command: SaveMember, principal: str, key: str) -> Agent:
    """A member of whom the command says all, once they are decided and shown.

    Raises:
        ProblemError: a refusal, or `undecided`.
    """
    await _saved(commands, command, principal, key)
    return Agent(command.member_id, command.public_name, command.full_name, command.role)


async def changed_member(
    commands: Commands, member_id: UUID, changes: Mapping[str, Any], by: Agent, key: str
) -> Member:
    """A member as they were decided, which the read model may show a moment later.

    Raises:
        ProblemError: a refusal, or `undecided`.
    """
    await _saved(commands, _change(member_id, changes, by), by.principal, key)
    found = await load_members(commands.pool, [str(member_id)])
    return found[str(member_id)]


async def _saved(commands: Commands, command: SaveMember, principal: str, key: str) -> None:
    """Return once the team's decider has accepted the command and the read model shows it."""
    ask = Ask(TEAM_COMMANDS_TOPIC, command, principal, key, TEAM_MEMBERS_TOPIC)
    answer = await commands.ask(ask)
    if isinstance(answer, Undecided):
        raise ProblemError(Code.UNDECIDED)
    if isinstance(answer, Decided) and not answer.outcome.accepted:
        raise ProblemError(answer.outcome.code or Code.INTERNAL, data=answer.outcome.data)
    await _shown(commands.pool, command.member_id)


def _change(member_id: UUID, changes: Mapping[str, Any], by: Agent) -> SaveMember:
    """The command of a request, and of nothing else, so that a repeat is the same one (rule N5).

    Did it tell what the member is besides, it would be another one once somebody has changed that.
    """
    whose = {"member_id": member_id, "by": by.member_id, "by_api_key": by.api_key_id}
    asked = whose | {"changes": [*changes]}
    return SaveMember.model_validate(asked | _NOT_LOOKED_AT | dict(changes))


_NOT_LOOKED_AT: dict[str, Any] = {"public_name": "-", "full_name": "-", "role": Role.AGENT}
"""What stands in a change for what it does not name."""


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
