"""What requests and answers look like that concern the AI."""

from typing import Annotated

from pydantic import BaseModel, Field

from switchboard.contracts.message import LongText, ShortText
from switchboard.gateway.api.schemas.asked import Asked


class Article(Asked):
    """An article of the knowledge base."""

    title: ShortText
    body: LongText
    url: ShortText


class SettingsChange(Asked):
    """The AI's settings."""

    enabled: bool
    minimum_run_seconds: Annotated[float, Field(ge=0, le=60)] = 0.0


class AssistantSettingsAnswer(BaseModel):
    """The AI's settings as they are."""

    enabled: bool
    minimum_run_seconds: float
