"""What agents set by hand on a conversation (rules D1-D6)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from switchboard.contracts.socket import Act
from switchboard.gateway.api.answering import answered
from switchboard.gateway.api.callers import Key, Parts, SignedIn
from switchboard.gateway.api.documented import TEAM_EVENT, command
from switchboard.gateway.api.schemas.conversations import (
    Assignee,
    Collaborator,
    EmailAddress,
    Urgency,
)
from switchboard.gateway.api.services import Services
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code
from switchboard.gateway.model.wish import Wish

router = APIRouter(prefix="/v1/conversations/{conversation_id}", tags=["conversations"])

_ANSWERS = command(TEAM_EVENT, Code.UNKNOWN_CONVERSATION)


async def _ask(services: Services, agent: Agent, wish: Wish) -> Response:
    return await answered(services.commands, await services.asking.ask_for(agent, wish))


@router.put("/assignee", status_code=201, responses=_ANSWERS)
async def assign(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key, body: Assignee
) -> Response:
    """Give it to a member; one who is offline only if that is meant (rules H6, D4, D5)."""
    wish = Wish(
        Act.ASSIGN,
        conversation_id,
        key,
        member_id=body.member_id,
        although_offline=body.although_offline,
    )
    return await _ask(services, agent, wish)


@router.delete("/assignee", status_code=201, responses=_ANSWERS)
async def unassign(agent: SignedIn, services: Parts, conversation_id: UUID, key: Key) -> Response:
    """Put it back into the queue (rule H7)."""
    return await _ask(services, agent, Wish(Act.UNASSIGN, conversation_id, key))


@router.put("/priority", status_code=201, responses=_ANSWERS)
async def set_priority(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key, body: Urgency
) -> Response:
    """Say how urgent it is."""
    wish = Wish(Act.SET_PRIORITY, conversation_id, key, priority=body.priority)
    return await _ask(services, agent, wish)


@router.put("/user-email", status_code=201, responses=_ANSWERS)
async def set_user_email(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key, body: EmailAddress
) -> Response:
    """Write down the user's e-mail address (rule N4)."""
    wish = Wish(Act.SET_USER_EMAIL, conversation_id, key, text=body.email)
    return await _ask(services, agent, wish)


@router.post("/collaborators", status_code=201, responses=_ANSWERS)
async def add_collaborator(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key, body: Collaborator
) -> Response:
    """Have a member follow it, who may then write in it (rule D1)."""
    wish = Wish(Act.ADD_COLLABORATOR, conversation_id, key, member_id=body.member_id)
    return await _ask(services, agent, wish)


@router.delete("/collaborators/{member_id}", status_code=201, responses=_ANSWERS)
async def remove_collaborator(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key, member_id: UUID
) -> Response:
    """Have a member follow it no longer."""
    wish = Wish(Act.REMOVE_COLLABORATOR, conversation_id, key, member_id=member_id)
    return await _ask(services, agent, wish)
