"""What a client asks of a conversation, as the command that the conversation service obeys.

Tables say who may ask what; everything else is refused before a record is written.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from pydantic import ValidationError

from switchboard.contracts.commands.conversation import (
    AcceptConversation,
    AddInternalNote,
    CloseConversation,
    OpenConversation,
    ProvideEmail,
    RequestHuman,
    ReturnToAi,
    SendAgentMessage,
    SendUserMessage,
    TakeOver,
)
from switchboard.contracts.message import Message
from switchboard.contracts.socket import Act
from switchboard.gateway.model.chain import Target
from switchboard.gateway.model.principals import Agent, Visitor
from switchboard.gateway.model.problems import Code, ProblemError

OPENING_ACTS = frozenset({Act.OPEN, Act.SEND_MESSAGE})
"""A visitor's acts that may create the conversation."""


def agent_command(act: Act, agent: Agent, conversation_id: UUID, text: str | None) -> Message:
    """The command of an agent.

    Raises:
        ProblemError: the act is not an agent's, or a value is missing or malformed.
    """
    build = _AGENT_ACTS.get(act)
    if build is None:
        raise ProblemError(Code.NOT_ALLOWED, f"agents cannot {act}")
    return _built(lambda: build(agent, conversation_id, text))


def visitor_command(
    act: Act, visitor: Visitor, target: Target, text: str | None, user_name: str | None = None
) -> Message:
    """The command of a visitor.

    Raises:
        ProblemError: the act is not a visitor's, or a value is missing or malformed.
    """
    build = _VISITOR_ACTS.get(act)
    if build is None:
        raise ProblemError(Code.NOT_ALLOWED, f"visitors cannot {act}")
    return _built(lambda: build(visitor, target, text, user_name))


def _built(build: Callable[[], Message]) -> Message:
    try:
        return build()
    except ValidationError as error:
        places = [
            {"at": ".".join(str(step) for step in item["loc"]), "problem": item["type"]}
            for item in error.errors(include_input=False, include_url=False, include_context=False)
        ]
        raise ProblemError(Code.INVALID_REQUEST, data={"errors": places}) from error


def _needed(text: str | None) -> str:
    if text is None:
        errors = [{"at": "text", "problem": "missing"}]
        raise ProblemError(Code.INVALID_REQUEST, data={"errors": errors})
    return text


_AGENT_ACTS: Mapping[Act, Callable[[Agent, UUID, str | None], Message]] = {
    Act.SEND_MESSAGE: lambda agent, where, text: SendAgentMessage(
        conversation_id=where, agent_id=agent.member_id, text=_needed(text)
    ),
    Act.ADD_NOTE: lambda agent, where, text: AddInternalNote(
        conversation_id=where, agent_id=agent.member_id, text=_needed(text)
    ),
    Act.ACCEPT: lambda agent, where, _: AcceptConversation(
        conversation_id=where, agent_id=agent.member_id
    ),
    Act.TAKE_OVER: lambda agent, where, _: TakeOver(
        conversation_id=where, agent_id=agent.member_id
    ),
    Act.RETURN_TO_AI: lambda agent, where, _: ReturnToAi(
        conversation_id=where, agent_id=agent.member_id
    ),
    Act.CLOSE: lambda agent, where, _: CloseConversation(
        conversation_id=where, agent_id=agent.member_id
    ),
}

_VISITOR_ACTS: Mapping[Act, Callable[[Visitor, Target, str | None, str | None], Message]] = {
    Act.OPEN: lambda visitor, where, _, name: OpenConversation(
        conversation_id=where.conversation_id,
        visitor_id=visitor.visitor_id,
        site=visitor.site,
        previous_conversation_id=where.previous,
        user_name=name,
    ),
    Act.SEND_MESSAGE: lambda visitor, where, text, name: SendUserMessage(
        conversation_id=where.conversation_id,
        visitor_id=visitor.visitor_id,
        site=visitor.site,
        text=_needed(text),
        previous_conversation_id=where.previous,
        user_name=name,
    ),
    Act.REQUEST_HUMAN: lambda visitor, where, _text, _name: RequestHuman(
        conversation_id=where.conversation_id, visitor_id=visitor.visitor_id
    ),
    Act.PROVIDE_EMAIL: lambda visitor, where, text, _: ProvideEmail(
        conversation_id=where.conversation_id, visitor_id=visitor.visitor_id, email=_needed(text)
    ),
}
