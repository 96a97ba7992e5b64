"""What the engine says: the records of events, snapshots, commands and outcomes."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import CONTENT_TYPE, SPEC_VERSION, Envelope
from switchboard.contracts.ids import statement_id
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic
from switchboard.runtime.roles import Say, Send

_RECORD_OVERHEAD = 128
"""Bytes that a record and its batch need besides key, headers and body, at the most."""


class TooLargeError(ValueError):
    """A record would be larger than the broker takes."""


@dataclass(slots=True)
class Statement:
    """One record to be said.

    Attributes:
        topic: named as in the registry.
        pos: its number in its partition, once it has one.
    """

    topic: str
    partition: int
    key: str
    headers: list[tuple[str, bytes]]
    body: bytes
    pos: int | None = None

    def number(self, pos: int) -> None:
        """Give it its number."""
        self.pos = pos
        self.headers.append(("pos", b"%d" % pos))

    def headers_json(self) -> str:
        """The headers as they are stored."""
        return json.dumps({name: value.decode() for name, value in self.headers})


@dataclass(slots=True)
class Cause:
    """Why something is said: a command, an event or a deadline.

    Attributes:
        id: what statement ids are derived from.
        said: how many statements there are already.
    """

    id: UUID
    correlation_id: UUID
    traceparent: str | None = None
    said: int = 0

    @classmethod
    def of(cls, envelope: Envelope) -> "Cause":
        """The record with this envelope as a cause."""
        return cls(envelope.id, envelope.correlation_id, envelope.traceparent)


class Speaker:
    """Builds records at one moment.

    Args:
        source: the service, as CloudEvents names it.
        limit: the largest record, in bytes.
        now: the time of everything that is said.
    """

    def __init__(self, source: str, limit: int, now: datetime) -> None:
        self._source = source
        self._limit = limit
        self._now = now
        self._source_bytes = source.encode()
        self._time_bytes = now.isoformat().encode()

    def event(self, say: Say, partition: int, key: str, cause: Cause) -> Statement:
        """An event or snapshot, not yet numbered.

        Raises:
            TooLargeError: the broker would not take it.
        """
        headers = [
            ("ce_specversion", SPEC_VERSION),
            ("content-type", CONTENT_TYPE),
            ("ce_id", str(statement_id(cause.id, cause.said)).encode()),
            ("ce_type", say.message.ce_type().encode()),
            ("ce_source", self._source_bytes),
            ("ce_time", self._time_bytes),
            ("ce_correlationid", str(cause.correlation_id).encode()),
            ("ce_causationid", str(cause.id).encode()),
        ]
        cause.said += 1
        if cause.traceparent is not None:
            headers.append(("traceparent", cause.traceparent.encode()))
        if say.answer:
            headers.append(("answer", b"1"))
        return self._checked(
            Statement(say.topic.name, partition, key, headers, encode(say.message))
        )

    def command(self, send: Send, cause: Cause, causation_id: UUID | None) -> Statement:
        """A command for another key or service."""
        return self._statement(
            send.topic,
            partition_of(send.message.key, send.topic.partitions),
            send.message,
            Envelope(
                id=send.id,
                type=send.message.ce_type(),
                source=self._source,
                time=self._now,
                correlation_id=send.correlation_id or cause.correlation_id,
                causation_id=causation_id,
                traceparent=cause.traceparent,
                opening=send.opening,
                outcome_partition=send.outcome_partition,
            ),
        )

    def signal(
        self, topic: Topic, partition: int, message: Message, identifier: UUID, cause: Cause
    ) -> Statement:
        """A record of a topic that has no numbers, for one partition's readers."""
        return self._statement(
            topic,
            partition,
            message,
            Envelope(
                id=identifier,
                type=message.ce_type(),
                source=self._source,
                time=self._now,
                correlation_id=cause.correlation_id,
                causation_id=cause.id,
                traceparent=cause.traceparent,
            ),
        )

    def _statement(
        self, topic: Topic, partition: int, message: Message, envelope: Envelope
    ) -> Statement:
        return self._checked(
            Statement(topic.name, partition, message.key, envelope.headers(), encode(message))
        )

    def _checked(self, statement: Statement) -> Statement:
        size = _RECORD_OVERHEAD + len(statement.body) + 4 * len(statement.key)
        size += sum(len(name) + len(value) + 4 for name, value in statement.headers)
        if size > self._limit:
            raise TooLargeError(f"{statement.topic}: a record of {size} bytes")
        return statement
