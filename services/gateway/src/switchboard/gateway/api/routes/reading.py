"""How far a member has read a conversation."""

from uuid import UUID

from fastapi import APIRouter

from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC
from switchboard.gateway.api.callers import AtPanel, Parts
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.writing import ReadAnswer, ReadChange
from switchboard.gateway.api.services import Services
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code
from switchboard.gateway.model.reading import unread_counts
from switchboard.gateway.store.read_marks import mark_read, marks_among
from switchboard.gateway.store.readings import Listed

router = APIRouter(prefix="/v1/conversations/{conversation_id}/read", tags=["conversations"])


@router.put(
    "",
    responses=problems(Code.NOT_SIGNED_IN, *WITH_BODY, Code.UNKNOWN_CONVERSATION),
)
async def put_read(
    agent: AtPanel, services: Parts, conversation_id: UUID, body: ReadChange
) -> ReadAnswer:
    """Say how far one has read; an older number changes nothing."""
    await services.owners.must_exist(conversation_id)
    await services.progress.reached(
        services.positions.of(CONVERSATION_EVENTS_TOPIC, str(conversation_id))
    )
    mark = await mark_read(services.commands.pool, agent.member_id, conversation_id, body.seq)
    return ReadAnswer(**mark.model_dump())


async def unread_of(services: Services, agent: Agent, rows: list[Listed]) -> dict[str, int]:
    """What an agent has not read of listed conversations, by their ids."""
    bodies = {row.conversation_id: row.body for row in rows}
    marks = await marks_among(services.commands.pool, agent.member_id, list(bodies))
    counts = unread_counts(bodies, agent.member_id, marks)
    return {str(conversation): count for conversation, count in counts.items()}
