"""From what a client asks of a conversation to a command that may be sent."""

from dataclasses import dataclass
from uuid import UUID

from switchboard.contracts.envelope import Opening
from switchboard.contracts.socket import Act
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
)
from switchboard.gateway.decisions.ask_conversation import (
    OPENING_ACTS,
    agent_command,
    visitor_command,
)
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.model.principals import Agent, Principal, Visitor


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wants of a conversation, by REST or by socket.

    Attributes:
        key: the client's own; the same key with the same wish is the same command (rule N5).
    """

    act: Act
    conversation_id: UUID
    key: str
    text: str | None = None
    user_name: str | None = None


async def ask_for(owners: Owners, principal: Principal, wish: Wish) -> Ask:
    """The command that a client asks for, after its authority over the conversation is checked.

    Raises:
        ProblemError: the conversation is foreign or unknown, or the act is not this client's.
    """
    if isinstance(principal, Agent):
        return await _of_agent(owners, principal, wish)
    return await _of_visitor(owners, principal, wish)


async def _of_agent(owners: Owners, agent: Agent, wish: Wish) -> Ask:
    command = agent_command(wish.act, agent, wish.conversation_id, wish.text)
    await owners.must_exist(wish.conversation_id)
    return Ask(
        topic=CONVERSATION_COMMANDS_TOPIC,
        message=command,
        principal=agent.principal,
        key=wish.key,
        answered_on=CONVERSATION_EVENTS_TOPIC,
    )


async def _of_visitor(owners: Owners, visitor: Visitor, wish: Wish) -> Ask:
    target = await owners.target(visitor, wish.conversation_id)
    return Ask(
        topic=CONVERSATION_COMMANDS_TOPIC,
        message=visitor_command(wish.act, visitor, target, wish.text, wish.user_name),
        principal=visitor.principal,
        key=wish.key,
        answered_on=CONVERSATION_PUBLIC_TOPIC,
        opening=Opening.VISITOR_DOOR if wish.act in OPENING_ACTS else None,
    )
