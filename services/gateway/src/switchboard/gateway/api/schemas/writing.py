"""What requests and answers look like that concern writing and reading: drafts, files, marks."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from switchboard.contracts.message import OptionalText, ShortText
from switchboard.contracts.words import Audience
from switchboard.gateway.api.schemas.asked import Asked
from switchboard.gateway.model.draft import DraftKind

_LARGEST = 2**63 - 1


class DraftChange(Asked):
    """A draft as it is to be; an empty text deletes it.

    `version` is that of the draft which the text was made from; 0 if there was none.
    """

    text: OptionalText
    version: Annotated[int, Field(ge=0, le=_LARGEST)] = 0


class DraftAnswer(BaseModel):
    """A draft as it is stored."""

    kind: DraftKind
    text: str
    version: int


class Drafts(BaseModel):
    """One's own drafts in a conversation."""

    drafts: list[DraftAnswer]


class NewUpload(Asked):
    """A file to upload: its name, and whom the message that will carry it is for."""

    name: ShortText
    audience: Audience = Audience.PUBLIC


class UploadAnswer(BaseModel):
    """An upload as it is; type and size are known once it has its content."""

    attachment_id: UUID
    name: str
    audience: Audience
    media_type: str | None = None
    size: int | None = None


class ReadChange(Asked):
    """The last `seq` that one has seen."""

    seq: Annotated[int, Field(ge=1, le=_LARGEST)]


class ReadAnswer(BaseModel):
    """How far one has read, and how many messages and notes that were."""

    conversation_id: UUID
    seq: int
    messages: int
