"""Texts that agents insert by a shortcut (rule N3)."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from switchboard.gateway.api.callers import CannedResponseEditor, Parts, SignedIn
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.asked import NO_NUL
from switchboard.gateway.api.schemas.canned_responses import (
    CannedResponseAnswer,
    CannedResponseChange,
    CannedResponses,
)
from switchboard.gateway.model.canned import VARIABLES, CannedResponse, unknown_variables
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.canned import (
    ShortcutTakenError,
    UnknownCannedResponseError,
    delete_canned_response,
    find_canned_responses,
    save_canned_response,
)

router = APIRouter(prefix="/v1/canned-responses", tags=["canned responses"])

Words = Annotated[
    str, Query(max_length=100, pattern=NO_NUL, description="Part of a shortcut or of a text.")
]


@router.get("", responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST))
async def canned_responses(
    agent: SignedIn,
    services: Parts,
    query: Words = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> CannedResponses:
    """Those that hold the words; whose shortcut begins with them come first."""
    del agent
    found = await find_canned_responses(services.commands.pool, query.strip(), limit)
    return CannedResponses(
        canned_responses=[CannedResponseAnswer(**asdict(canned)) for canned in found]
    )


@router.put(
    "/{canned_response_id}",
    responses=problems(Code.NOT_SIGNED_IN, *WITH_BODY, Code.UNKNOWN_VARIABLE, Code.SHORTCUT_TAKEN),
)
async def put_canned_response(
    canned_response_id: UUID,
    body: CannedResponseChange,
    agent: CannedResponseEditor,
    services: Parts,
) -> CannedResponseAnswer:
    """Make or change one, under an id of the client's choice."""
    unknown = unknown_variables(body.text)
    if unknown:
        known = ", ".join(sorted(VARIABLES))
        raise ProblemError(Code.UNKNOWN_VARIABLE, f"{unknown[0]!r} is none of {known}.")
    canned = CannedResponse(canned_response_id, body.shortcut, body.text)
    try:
        await save_canned_response(services.commands.pool, canned, agent)
    except ShortcutTakenError as error:
        raise ProblemError(Code.SHORTCUT_TAKEN) from error
    return CannedResponseAnswer(**asdict(canned))


@router.delete(
    "/{canned_response_id}",
    status_code=204,
    responses=problems(
        Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN, Code.UNKNOWN_CANNED_RESPONSE, Code.INVALID_REQUEST
    ),
)
async def remove_canned_response(
    canned_response_id: UUID, agent: CannedResponseEditor, services: Parts
) -> Response:
    """Forget one; what was sent with it stays as it is."""
    try:
        await delete_canned_response(services.commands.pool, canned_response_id, agent)
    except UnknownCannedResponseError as error:
        raise ProblemError(Code.UNKNOWN_CANNED_RESPONSE) from error
    return Response(status_code=204)
