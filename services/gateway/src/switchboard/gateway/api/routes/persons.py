"""Persons: their end here."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from switchboard.gateway.api.answering import answer_response
from switchboard.gateway.api.callers import Key, Parts, PersonsEraser
from switchboard.gateway.api.documented import COMMAND_CODES, problems
from switchboard.gateway.api.schemas.identity import Erasure
from switchboard.gateway.handlers.erasing import erase_person
from switchboard.gateway.model.problems import Code

router = APIRouter(prefix="/v1", tags=["persons"])


@router.post(
    "/persons/{person_id}/erase",
    responses=problems(
        *COMMAND_CODES, Code.NOT_ALLOWED, Code.UNKNOWN_PERSON, Code.UNKNOWN_CONVERSATION
    )
    | {200: {"model": Erasure, "description": "Every conversation of theirs is being erased."}},
)
async def erase(agent: PersonsEraser, services: Parts, person_id: UUID, key: Key) -> Response:
    """Make everything of a person unreadable, for good (rules E1, E2).

    The id is a person's, or a visitor's; a visitor for whom the host site has vouched is the
    person, in every browser. Their tokens end at once; their conversations are closed and emptied a
    moment later, each by an event of its own. The topics forget within their retention.
    """
    return answer_response(await erase_person(services.commands, agent, person_id, key))
