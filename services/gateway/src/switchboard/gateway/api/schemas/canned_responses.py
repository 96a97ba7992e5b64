"""What requests and answers look like that concern canned responses."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from switchboard.contracts.message import LongText, ShortText
from switchboard.gateway.api.schemas.asked import Asked


class CannedResponseChange(Asked):
    """A text, and the word after `/` that offers it."""

    shortcut: Annotated[ShortText, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    text: LongText


class CannedResponseAnswer(BaseModel):
    """A text that agents insert by its shortcut, variables unfilled."""

    canned_response_id: UUID
    shortcut: str
    text: str


class CannedResponses(BaseModel):
    """Those that were asked for, the likeliest first."""

    canned_responses: list[CannedResponseAnswer]
