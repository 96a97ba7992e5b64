"""Post-chat analyses."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from switchboard.contracts.commands.analysis import AnalyzeConversation
from switchboard.contracts.events.analysis import AnalysisStarted
from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.topics import (
    ANALYSIS_COMMANDS_TOPIC,
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_STATE_TOPIC,
)
from switchboard.contracts.words import Status
from switchboard.gateway.api.answering import answered, spliced
from switchboard.gateway.api.callers import Key, Parts, SignedIn
from switchboard.gateway.api.documented import command, problems
from switchboard.gateway.api.pages import Analyses, page_of
from switchboard.gateway.api.services import Services
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.model.problems import Code, ProblemError

router = APIRouter(prefix="/v1/conversations/{conversation_id}/analyses", tags=["analyses"])


@router.get(
    "",
    responses=problems(Code.NOT_SIGNED_IN, Code.UNKNOWN_CONVERSATION, Code.INVALID_REQUEST)
    | page_of(Analyses),
)
async def analyses(_: SignedIn, services: Parts, conversation_id: UUID) -> Response:
    """A conversation's analyses, oldest version first."""
    await services.owners.must_exist(conversation_id)
    await services.progress.reached(
        services.positions.of(ANALYSIS_EVENTS_TOPIC, str(conversation_id))
    )
    return spliced("analyses", await services.readings.analyses(conversation_id))


@router.post(
    "",
    status_code=201,
    responses=command(AnalysisStarted, Code.UNKNOWN_CONVERSATION, Code.NOT_CLOSED),
)
async def analyse_again(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key
) -> Response:
    """Run the analysis again, as a new version (rule A3)."""
    state = await _closed(services, conversation_id)
    analyse = AnalyzeConversation(
        conversation_id=conversation_id,
        public_seq=state.public_seq,
        requested_by=agent.member_id,
    )
    return await answered(
        services.commands,
        Ask(ANALYSIS_COMMANDS_TOPIC, analyse, agent.principal, key, ANALYSIS_EVENTS_TOPIC),
    )


async def _closed(services: Services, conversation_id: UUID) -> ConversationState:
    """The state of a closed conversation; its public stream is complete."""
    await services.owners.must_exist(conversation_id)
    await services.progress.reached(
        services.positions.of(CONVERSATION_STATE_TOPIC, str(conversation_id))
    )
    body = await services.readings.state(conversation_id)
    if body is None:
        raise ProblemError(Code.CATCHING_UP)
    state = ConversationState.model_validate_json(body, extra="ignore")
    if state.status is not Status.CLOSED:
        raise ProblemError(Code.NOT_CLOSED)
    return state
