"""What a client asks of a conversation, as the command that the conversation service obeys.

Tables say who may ask what; everything else is refused before a record is written.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import ValidationError

from switchboard.contracts.commands.conversation import (
    AcceptConversation,
    AddCollaborator,
    AddInternalNote,
    AssignConversation,
    CloseConversation,
    ContinueWithAssistant,
    OpenConversation,
    ProvideEmail,
    RemoveCollaborator,
    RequestHuman,
    RequestTicket,
    ReturnToAi,
    SendAgentMessage,
    SendUserMessage,
    SetPriority,
    SetUserEmail,
    TakeOver,
    UnassignConversation,
)
from switchboard.contracts.message import Message
from switchboard.contracts.socket import Act
from switchboard.gateway.model.chain import Target
from switchboard.gateway.model.principals import Agent, Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.wish import Wish

Value = TypeVar("Value")

OPENING_ACTS = frozenset({Act.OPEN, Act.SEND_MESSAGE})
"""A visitor's acts that may create the conversation."""


def agent_command(agent: Agent, wish: Wish) -> Message:
    """The command of an agent.

    Raises:
        ProblemError: the act is not an agent's, or a value is missing or malformed.
    """
    build = _AGENT_ACTS.get(wish.act)
    if build is None:
        raise ProblemError(Code.NOT_ALLOWED, f"agents cannot {wish.act}")
    return _built(lambda: build(agent, wish))


def visitor_command(visitor: Visitor, target: Target, wish: Wish) -> Message:
    """The command of a visitor.

    Raises:
        ProblemError: the act is not a visitor's, or a value is missing or malformed.
    """
    build = _VISITOR_ACTS.get(wish.act)
    if build is None:
        raise ProblemError(Code.NOT_ALLOWED, f"visitors cannot {wish.act}")
    return _built(lambda: build(visitor, target, wish))


def _built(build: Callable[[], Message]) -> Message:
    try:
        return build()
    except ValidationError as error:
        places = [
            {"at": ".".join(str(step) for step in item["loc"]), "problem": item["type"]}
            for item in error.errors(include_input=False, include_url=False, include_context=False)
        ]
        raise ProblemError(Code.INVALID_REQUEST, data={"errors": places}) from error


def _needed(value: Value | None, field: str = "text") -> Value:
    if value is None:
        errors = [{"at": field, "problem": "missing"}]
        raise ProblemError(Code.INVALID_REQUEST, data={"errors": errors})
    return value


_AGENT_ACTS: Mapping[Act, Callable[[Agent, Wish], Message]] = {
    Act.SEND_MESSAGE: lambda agent, wish: SendAgentMessage(
        conversation_id=wish.conversation_id,
        agent_id=agent.member_id,
        text=_needed(wish.text),
        attachments=wish.attachments,
    ),
    Act.ADD_NOTE: lambda agent, wish: AddInternalNote(
        conversation_id=wish.conversation_id,
        agent_id=agent.member_id,
        text=_needed(wish.text),
        attachments=wish.attachments,
    ),
    Act.ACCEPT: lambda agent, wish: AcceptConversation(
        conversation_id=wish.conversation_id, agent_id=agent.member_id
    ),
    Act.TAKE_OVER: lambda agent, wish: TakeOver(
        conversation_id=wish.conversation_id, agent_id=agent.member_id
    ),
    Act.RETURN_TO_AI: lambda agent, wish: ReturnToAi(
        conversation_id=wish.conversation_id, agent_id=agent.member_id
    ),
    Act.CLOSE: lambda agent, wish: CloseConversation(
        conversation_id=wish.conversation_id, agent_id=agent.member_id
    ),
    Act.ASSIGN: lambda agent, wish: AssignConversation(
        conversation_id=wish.conversation_id,
        agent_id=agent.member_id,
        assignee_id=_needed(wish.member_id, "member_id"),
        although_offline=wish.although_offline,
    ),
    Act.UNASSIGN: lambda agent, wish: UnassignConversation(
        conversation_id=wish.conversation_id, agent_id=agent.member_id
    ),
    Act.SET_PRIORITY: lambda agent, wish: SetPriority(
        conversation_id=wish.conversation_id,
        agent_id=agent.member_id,
        priority=_needed(wish.priority, "priority"),
    ),
    Act.SET_USER_EMAIL: lambda agent, wish: SetUserEmail(
        conversation_id=wish.conversation_id, agent_id=agent.member_id, email=_needed(wish.text)
    ),
    Act.ADD_COLLABORATOR: lambda agent, wish: AddCollaborator(
        conversation_id=wish.conversation_id,
        agent_id=agent.member_id,
        member_id=_needed(wish.member_id, "member_id"),
    ),
    Act.REMOVE_COLLABORATOR: lambda agent, wish: RemoveCollaborator(
        conversation_id=wish.conversation_id,
        agent_id=agent.member_id,
        member_id=_needed(wish.member_id, "member_id"),
    ),
}

_VISITOR_ACTS: Mapping[Act, Callable[[Visitor, Target, Wish], Message]] = {
    Act.OPEN: lambda visitor, where, wish: OpenConversation(
        conversation_id=where.conversation_id,
        visitor_id=visitor.visitor_id,
        site=visitor.site,
        previous_conversation_id=where.previous,
        user_name=wish.user_name,
    ),
    Act.SEND_MESSAGE: lambda visitor, where, wish: SendUserMessage(
        conversation_id=where.conversation_id,
        visitor_id=visitor.visitor_id,
        site=visitor.site,
        text=_needed(wish.text),
        previous_conversation_id=where.previous,
        user_name=wish.user_name,
        attachments=wish.attachments,
    ),
    Act.REQUEST_HUMAN: lambda visitor, where, _: RequestHuman(
        conversation_id=where.conversation_id, visitor_id=visitor.visitor_id
    ),
    Act.PROVIDE_EMAIL: lambda visitor, where, wish: ProvideEmail(
        conversation_id=where.conversation_id,
        visitor_id=visitor.visitor_id,
        email=_needed(wish.text),
    ),
    Act.REQUEST_TICKET: lambda visitor, where, wish: RequestTicket(
        conversation_id=where.conversation_id,
        visitor_id=visitor.visitor_id,
        problem=wish.text,
    ),
    Act.CONTINUE_WITH_ASSISTANT: lambda visitor, where, _: ContinueWithAssistant(
        conversation_id=where.conversation_id, visitor_id=visitor.visitor_id
    ),
}
