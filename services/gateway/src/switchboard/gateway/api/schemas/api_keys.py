"""What requests and answers look like that concern API keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from switchboard.contracts.message import ShortText
from switchboard.gateway.api.schemas.asked import Asked
from switchboard.gateway.model.permissions import SCOPES, Action


def _grantable(scope: Action) -> Action:
    if scope not in SCOPES:
        raise ValueError("no API key can be good for this")
    return scope


Scope = Annotated[Action, AfterValidator(_grantable)]


class NewApiKey(Asked):
    """What an API key is for, as people read it, and what it is good for."""

    name: ShortText
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(SCOPES))]


class ApiKeyAnswer(BaseModel):
    """An API key, of which only the beginning is known; `member_id` made it."""

    api_key_id: UUID
    prefix: str
    name: str
    scopes: list[Action]
    member_id: UUID
    created_at: datetime
    last_used_at: datetime | None


class NewApiKeyAnswer(ApiKeyAnswer):
    """The new API key; `api_key` is shown this once."""

    api_key: str


class ApiKeys(BaseModel):
    """Every API key of the team."""

    api_keys: list[ApiKeyAnswer]
