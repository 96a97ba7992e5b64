"""An Admin has a person erased: at the doors at once, everywhere else by a command (rule E1)."""

from uuid import UUID, uuid5

from switchboard.contracts.commands.conversation import ErasePerson
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.ids import command_id
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_STATE_TOPIC,
)
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.handlers.pending import Answer, Decided
from switchboard.gateway.model.audit import Entry
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.erasing import Subject, forget_visitors


async def erase_person(commands: Commands, agent: Agent, subject_id: UUID, key: str) -> Answer:
    """Let nobody in as this person or visitor any more, then have what they left made unreadable.

    Raises:
        ProblemError: `unknown_person`, or `catching_up` while nobody can tell.
    """
    caught_up = await commands.progress.reached(commands.positions.of_all(CONVERSATION_STATE_TOPIC))
    identifier = command_id(agent.principal, key)
    entry = _entry(agent, subject_id, identifier)
    subject = await forget_visitors(commands.pool, subject_id, entry)
    if subject is None:
        raise ProblemError(Code.UNKNOWN_PERSON if caught_up else Code.CATCHING_UP)
    if subject.conversation_id is None or subject.visitor_id is None:
        nothing = {"conversations": 0}
        return Decided(CommandOutcome(command_id=identifier, accepted=True, data=nothing))
    return await commands.ask(
        Ask(
            topic=CONVERSATION_COMMANDS_TOPIC,
            message=_command(subject, agent, identifier),
            principal=agent.principal,
            key=key,
            answered_on=CONVERSATION_EVENTS_TOPIC,
        )
    )


def _entry(agent: Agent, subject_id: UUID, identifier: UUID) -> Entry:
    action = ErasePerson.message_type()
    return Entry(
        action, agent.member_id, agent.api_key_id, subject_id=subject_id, entry_id=identifier
    )


def _command(subject: Subject, agent: Agent, identifier: UUID) -> ErasePerson:
    return ErasePerson.model_validate(
        {
            "conversation_id": subject.conversation_id,
            "erasure_id": uuid5(identifier, "erasure"),
            "visitor_id": subject.visitor_id,
            "person_id": subject.person_id,
            "visitor_ids": subject.visitor_ids,
            "agent_id": agent.member_id,
        }
    )
