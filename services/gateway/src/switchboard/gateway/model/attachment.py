"""Files of messages: who may use one, who may have one, how it is given (rule N1)."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from switchboard.contracts.commands.conversation import Attachment
from switchboard.contracts.socket import Act
from switchboard.contracts.words import Audience
from switchboard.gateway.model.media_types import SHOWN, UNKNOWN
from switchboard.gateway.model.principals import Agent, Principal

MOST_FILE_BYTES = 20_000_000
"""The largest file, unless an operator says otherwise."""

MOST_FILES = 10
"""In one message."""

MOST_UNSENT = 30
"""Uploads of one principal that are not sent yet."""

AUDIENCES = {Act.SEND_MESSAGE: Audience.PUBLIC, Act.ADD_NOTE: Audience.TEAM}
"""Whom the files of an act are for; an act that is not named carries none."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, from the grant to upload it on.

    Attributes:
        object_id: the last part of the object's name; no client is told it.
        principal: who may fill it and use it in a message.
        media_type: by its content; none before it has one, nor has it a size or a digest.
        is_stored: whether the object is whole.
        command_id: the command that carries it; none while it is not sent.
    """

    attachment_id: UUID
    object_id: UUID
    conversation_id: UUID
    audience: Audience
    principal: str
    name: str
    media_type: str | None = None
    size: int | None = None
    digest: bytes | None = None
    is_stored: bool = False
    command_id: UUID | None = None

    @property
    def path(self) -> str:
        """The object's name; its audience stands in it and is never taken from elsewhere."""
        return f"{self.conversation_id}/{self.audience}/{self.object_id}"

    def in_message(self) -> Attachment:
        """The file as messages carry it."""
        return Attachment(
            attachment_id=self.attachment_id,
            name=self.name,
            media_type=self.media_type or UNKNOWN,
            size=self.size or 0,
        )

    def may_be_sent(self, principal: str, conversation_id: UUID, audience: Audience) -> bool:
        """Whether this principal may use it in a message for this audience, there."""
        granted = (self.principal, self.conversation_id, self.audience)
        return self.is_stored and granted == (principal, conversation_id, audience)

    def is_had_by(self, who: Principal) -> bool:
        """Whether somebody may have it who may read its conversation.

        Before it is sent only its sender; a visitor never what is for the team.
        """
        if not self.is_stored:
            return False
        if self.command_id is None:
            return self.principal == who.principal
        return isinstance(who, Agent) or self.audience is Audience.PUBLIC


def text_with_files(text: str | None, files: tuple[Attachment, ...]) -> str | None:
    """The text of a message: what was written, else the names of its files, one a line."""
    return text if text is not None or not files else "\n".join(file.name for file in files)


def headers_of(upload: Upload) -> dict[str, str]:
    """How a browser is given the file: it saves all but plain pictures, and carries out nothing."""
    is_shown = upload.media_type in SHOWN
    kind = "inline" if is_shown else "attachment"
    return {
        "Content-Type": upload.media_type if is_shown and upload.media_type else UNKNOWN,
        "Content-Length": str(upload.size),
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(upload.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
