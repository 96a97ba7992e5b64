"""Storing what the decisions of a poll say: intervals first, then messages, then conversations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from switchboard.contracts.events.conversation import (
    AgentMessageSent,
    AiMessageSent,
    ConversationEvent,
    InternalNoteAdded,
    SystemMessageAdded,
    UserMessageSent,
)
from switchboard.contracts.events.public import PublicEvent
from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC
from switchboard.contracts.words import Audience, Source, Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.store.conversations import save_conversations
from switchboard.runtime.roles import Change, Connection, Say

_MODES = {
    Status.ACTIVE_AI: "ai",
    Status.WAITING_FOR_HUMAN: "waiting",
    Status.ACTIVE_HUMAN: "human",
    Status.AWAITING_OFFLINE_INFO: "offline",
    Status.CLOSED: "closed",
}

_END_INTERVALS = """
UPDATE control_interval SET to_seq = ended.to_seq
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS ended (conversation_id, epoch, to_seq)
WHERE control_interval.conversation_id = ended.conversation_id
  AND control_interval.epoch = ended.epoch
"""

_BEGIN_INTERVALS = """
INSERT INTO control_interval (conversation_id, epoch, mode, from_seq, to_seq)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
"""

_ADD_MESSAGES = """
INSERT INTO message
    (conversation_id, seq, public_seq, message_id, source, audience, epoch, command_id, text, at,
    attachments)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::text[],
    $7::bigint[], $8::uuid[], $9::text[], $10::timestamptz[], $11::jsonb[])
"""

_SOURCES: dict[type[ConversationEvent], Source] = {
    UserMessageSent: Source.USER,
    AiMessageSent: Source.AI,
    AgentMessageSent: Source.AGENT,
    SystemMessageAdded: Source.SYSTEM,
    InternalNoteAdded: Source.INTERNAL_NOTE,
}

_Row = tuple[Any, ...]


async def save_changes(connection: Connection, changes: Sequence[Change[Conversation]]) -> None:
    """Store the changes of a poll with at most four statements."""
    spans = _Spans()
    messages = [row for change in changes for row in _messages(change, spans)]
    newest = {change.key: change.after for change in changes}
    await spans.save(connection)
    if messages:
        await connection.execute(_ADD_MESSAGES, *_columns(messages))
    await save_conversations(connection, list(newest.values()))


class _Spans:
    """The control intervals that a poll begins and ends."""

    def __init__(self) -> None:
        self._begun: dict[tuple[UUID, int], list[Any]] = {}
        self._ended: list[_Row] = []

    def begin(self, conversation_id: UUID, epoch: int, mode: str, from_seq: int) -> None:
        self._begun[conversation_id, epoch] = [conversation_id, epoch, mode, from_seq, None]

    def end(self, conversation_id: UUID, epoch: int, to_seq: int) -> None:
        begun = self._begun.get((conversation_id, epoch))
        if begun is not None:
            begun[4] = to_seq
        else:
            self._ended.append((conversation_id, epoch, to_seq))

    async def save(self, connection: Connection) -> None:
        if self._ended:
            await connection.execute(_END_INTERVALS, *_columns(self._ended))
        if self._begun:
            await connection.execute(_BEGIN_INTERVALS, *_columns(list(self._begun.values())))


def _messages(change: Change[Conversation], spans: _Spans) -> list[_Row]:
    """The message rows of one decision, each under the epoch in which it was said."""
    rows: list[_Row] = []
    epoch = change.before.epoch if change.before else 0
    cause = change.cause.envelope.id if change.cause else None
    for index, say in enumerate(change.says):
        if say.topic is not CONVERSATION_EVENTS_TOPIC:
            continue
        event: Any = say.message
        if "status" in type(event).model_fields:
            epoch = _enter(event, epoch, spans)
        source = _SOURCES.get(type(event))
        if source is not None:
            rows.append(_message(event, source, epoch, cause, change.says[index + 1 : index + 2]))
    return rows


def _enter(event: Any, epoch: int, spans: _Spans) -> int:
    if epoch:
        spans.end(event.conversation_id, epoch, event.seq - 1)
    spans.begin(event.conversation_id, event.epoch, _MODES[event.status], event.seq)
    return int(event.epoch)


def _message(
    event: Any, source: Source, epoch: int, cause: UUID | None, following: Sequence[Say]
) -> _Row:
    public = following[0].message if following else None
    public_seq = public.public_seq if isinstance(public, PublicEvent) else None
    audience = Audience.TEAM if public_seq is None else Audience.PUBLIC
    return (
        event.conversation_id,
        event.seq,
        public_seq,
        event.message_id,
        source.value,
        audience.value,
        epoch,
        cause,
        event.text,
        event.at,
        _attachments(event),
    )


def _attachments(event: Any) -> str | None:
    """The files of a message as JSON; None for the many that have none."""
    attachments = getattr(event, "attachments", ())
    return to_json(attachments).decode() if attachments else None


def _columns(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
