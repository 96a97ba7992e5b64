"""Saving a member through the team's own rules."""

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.topics import TEAM_COMMANDS_TOPIC, TEAM_MEMBERS_TOPIC
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.handlers.pending import Decided, Undecided
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError


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
    await commands.progress.reached(commands.positions.of(TEAM_MEMBERS_TOPIC, command.key))
    return Agent(command.member_id, command.public_name, command.full_name, command.role)
