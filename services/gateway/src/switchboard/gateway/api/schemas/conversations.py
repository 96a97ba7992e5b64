"""What requests and answers look like that concern a conversation."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from switchboard.contracts.events.public import PublicStatus
from switchboard.contracts.message import LongText, ShortText
from switchboard.contracts.words import Priority
from switchboard.gateway.api.schemas.asked import Asked, Email
from switchboard.gateway.model.attachment import MOST_FILES


class Opening(Asked):
    """A conversation to open, with the name that the user goes by."""

    user_name: ShortText | None = None


class Text(Asked):
    """A message or a note: a text, uploaded files by their ids, or both."""

    text: LongText | None = None
    attachments: Annotated[tuple[UUID, ...], Field(max_length=MOST_FILES)] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.text is None and not self.attachments:
            raise ValueError("neither a text nor a file")
        return self


class EmailAddress(Asked):
    """The user's e-mail address."""

    email: Email


class Assignee(Asked):
    """The member to give a conversation to."""

    member_id: UUID
    although_offline: bool = False


class Collaborator(Asked):
    """The member who is to follow a conversation."""

    member_id: UUID


class Urgency(Asked):
    """How urgent a conversation is."""

    priority: Priority


class PublicState(BaseModel):
    """A conversation as its user sees it; nothing in it is derived from the team's numbers."""

    conversation_id: UUID
    public_seq: int
    status: PublicStatus
    agent_name: str | None = None
    email_known: bool = False
    opened_at: datetime
    closed_at: datetime | None = None
    previous_conversation_id: UUID | None = None
