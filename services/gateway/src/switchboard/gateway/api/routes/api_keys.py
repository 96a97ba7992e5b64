"""API keys: for programs, with the rights of a member and no more (rule Team)."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID, uuid4

from fastapi import APIRouter, Response

from switchboard.gateway.api.callers import ApiKeysManager, Parts
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.api_keys import (
    ApiKeyAnswer,
    ApiKeys,
    NewApiKey,
    NewApiKeyAnswer,
)
from switchboard.gateway.clients.tokens import random_api_key, shown_part, token_hash
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.api_keys import ApiKey, UnknownApiKeyError

router = APIRouter(prefix="/v1/api-keys", tags=["API keys"])


@router.get("", responses=problems(Code.NOT_SIGNED_IN))
async def api_keys(_: ApiKeysManager, services: Parts) -> ApiKeys:
    """Every key of the team, the newest first: its beginning, its maker and its last use."""
    return ApiKeys(api_keys=[ApiKeyAnswer(**asdict(key)) for key in await services.api_keys.all()])


@router.post(
    "",
    status_code=201,
    responses=problems(Code.NOT_SIGNED_IN, *WITH_BODY),
)
async def make_api_key(body: NewApiKey, agent: ApiKeysManager, services: Parts) -> NewApiKeyAnswer:
    """Make a key, shown this once; it never allows more than its maker may do at the time."""
    token = random_api_key()
    key = ApiKey(
        api_key_id=uuid4(),
        prefix=shown_part(token),
        name=body.name,
        scopes=frozenset(body.scopes),
        member_id=agent.member_id,
        created_at=datetime.now(UTC),
        last_used_at=None,
    )
    await services.api_keys.save(key, token_hash(token))
    return NewApiKeyAnswer(**asdict(key), api_key=token)


@router.delete(
    "/{api_key_id}",
    status_code=204,
    responses=problems(
        Code.INVALID_REQUEST, Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN, Code.UNKNOWN_API_KEY
    ),
)
async def revoke_api_key(api_key_id: UUID, agent: ApiKeysManager, services: Parts) -> Response:
    """End a key at once, with every socket that was opened with it."""
    try:
        await services.api_keys.remove(api_key_id, agent)
    except UnknownApiKeyError as error:
        raise ProblemError(Code.UNKNOWN_API_KEY) from error
    return Response(status_code=204)
