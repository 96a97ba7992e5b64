"""From what a client asks of a conversation to a command that may be sent."""

from dataclasses import replace
from uuid import UUID

from switchboard.contracts.envelope import Chain, Opening
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
from switchboard.gateway.handlers.identifying import attaching
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.model.principals import Agent, Principal, Visitor
from switchboard.gateway.model.wish import Wish


async def ask_for(owners: Owners, principal: Principal, wish: Wish) -> Ask:
    """The command that a client asks for, after its authority over the conversation is checked.

    Raises:
        ProblemError: the conversation is foreign or unknown, or the act is not this client's.
    """
    if isinstance(principal, Agent):
        return await _of_agent(owners, principal, wish)
    return await _of_visitor(owners, principal, wish)


async def _of_agent(owners: Owners, agent: Agent, wish: Wish) -> Ask:
    command = agent_command(agent, wish)
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
    opening = Opening.VISITOR_DOOR if wish.act in OPENING_ACTS else None
    ask = Ask(
        topic=CONVERSATION_COMMANDS_TOPIC,
        message=visitor_command(visitor, target, wish),
        principal=visitor.principal,
        key=wish.key,
        answered_on=CONVERSATION_PUBLIC_TOPIC,
        opening=opening,
    )
    if visitor.person is None:
        return ask
    return _of_person(owners, visitor, visitor.person.person_id, ask)


def _of_person(owners: Owners, visitor: Visitor, person_id: UUID, ask: Ask) -> Ask:
    """The command of somebody who is known, and the one that says so if it may be news.

    A conversation begun now, or begun while they were being identified, has to learn of it.
    """
    asked = replace(ask, chain=Chain(person_id, owners.known_head(person_id)))
    conversation_id = UUID(ask.message.key)
    if ask.opening is None or owners.is_attached(visitor, conversation_id):
        return asked
    (then,) = attaching(visitor, [conversation_id], str(ask.id))
    return replace(asked, then=then)
