"""What the audit looks at: one value for each stored row or record, without its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from switchboard.contracts.events import conversation as team
from switchboard.contracts.events.public import PublicMessagePosted, PublicStatusChanged
from switchboard.contracts.message import Message
from switchboard.contracts.words import Source, Status


class View(StrEnum):
    """A place where a conversation is stored."""

    DATABASE_MESSAGES = "database, messages"
    DATABASE_EVENTS = "database, events"
    DATABASE_PUBLIC = "database, public"
    API_EVENTS = "API, agent"
    API_PUBLIC = "API, visitor"
    KAFKA_EVENTS = "Kafka, events"
    KAFKA_PUBLIC = "Kafka, public"


class Kind(StrEnum):
    """What a fact is to the audit."""

    MESSAGE = "message"
    CLOSED = "closed"
    DISCARDED = "discarded"
    OTHER = "other"


@dataclass(frozen=True)
class Fact:
    """One stored row or record of a conversation.

    Attributes:
        number: its `seq`, or in public views its `public_seq`.
        source: who wrote, if it is a message.
        command_id: the command that it was stored for; None if the view does not tell.
    """

    conversation_id: UUID
    number: int
    kind: Kind = Kind.OTHER
    source: Source | None = None
    command_id: UUID | None = None


_SOURCES: Mapping[str, Source] = {
    message.message_type(): source
    for message, source in (
        (team.UserMessageSent, Source.USER),
        (team.AgentMessageSent, Source.AGENT),
        (team.AiMessageSent, Source.AI),
        (team.SystemMessageAdded, Source.SYSTEM),
        (team.InternalNoteAdded, Source.INTERNAL_NOTE),
    )
}


def team_fact(body: Mapping[str, Any], command_id: UUID | None) -> Fact:
    """A record of `conversation.events`."""
    kind, source = _team_kind(str(body["type"]))
    return Fact(UUID(body["conversation_id"]), int(body["seq"]), kind, source, command_id)


def _team_kind(message_type: str) -> tuple[Kind, Source | None]:
    source = _SOURCES.get(message_type)
    if source is not None:
        return Kind.MESSAGE, source
    if _is(team.ConversationClosed, message_type):
        return Kind.CLOSED, None
    if _is(team.AiReplyDiscarded, message_type):
        return Kind.DISCARDED, None
    return Kind.OTHER, None


def public_fact(body: Mapping[str, Any], command_id: UUID | None) -> Fact:
    """A record of `conversation.public`."""
    message_type = str(body["type"])
    kind, source = Kind.OTHER, None
    if _is(PublicMessagePosted, message_type):
        kind, source = Kind.MESSAGE, Source(body["source"])
    elif _is(PublicStatusChanged, message_type) and body["status"] == Status.CLOSED.value:
        kind = Kind.CLOSED
    return Fact(UUID(body["conversation_id"]), int(body["public_seq"]), kind, source, command_id)


def _is(message: type[Message], message_type: str) -> bool:
    return message.message_type() == message_type
