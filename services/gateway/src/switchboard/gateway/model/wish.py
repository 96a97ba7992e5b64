"""What a client wants of a conversation."""

from typing import NamedTuple
from uuid import UUID

from switchboard.contracts.commands.conversation import Attachment
from switchboard.contracts.socket import Act
from switchboard.contracts.words import Priority


class Wish(NamedTuple):
    """What a client wants of a conversation, by REST or by socket.

    Attributes:
        key: the client's own; the same key with the same wish is the same command (rule N5).
        text: the message, the note or the e-mail address.
        user_name: the name that a user goes by.
        member_id: the member to assign, to add or to remove.
        although_offline: whether "assign anyway" was pressed (rule D4).
        attachment_ids: the uploads that the message or note is to carry, each once.
        attachments: what is known of them.
    """

    act: Act
    conversation_id: UUID
    key: str
    text: str | None = None
    user_name: str | None = None
    member_id: UUID | None = None
    although_offline: bool = False
    priority: Priority | None = None
    attachment_ids: tuple[UUID, ...] = ()
    attachments: tuple[Attachment, ...] = ()
