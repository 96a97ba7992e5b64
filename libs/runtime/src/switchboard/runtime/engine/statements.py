"""What the engine says: the records of events, snapshots, commands and outcomes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha1
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import CONTENT_TYPE, SPEC_VERSION, Envelope
from switchboard.contracts.ids import STATEMENTS, text_of
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic
from switchboard.runtime.roles import Send

_HEADERS_BYTES = 2_048
"""More than a record and its batch need besides key and body: headers have a bounded length."""

_TRACEPARENT_LENGTH = 55
_NAMESPACE = STATEMENTS.bytes
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}

Header: TypeAlias = tuple[str, bytes]


class TooLargeError(ValueError):
    """A record would be larger than the broker takes."""


@dataclass(slots=True)
class Statement:
    """One record to be said.

    Attributes:
        topic: named as in the registry.
        pos: its number in its partition, once it has one.
        stored_headers: the headers as they are stored, if they are known already.
        id: what its `ce_id` says, of an event.
    """

    topic: str
    partition: int
    key: str
    headers: list[Header]
    body: bytes
    pos: int | None = None
    stored_headers: str | None = None
    id: str = ""

    def number(self, pos: int) -> None:
        """Give it its number."""
        self.pos = pos
        self.headers.append(("pos", b"%d" % pos))
        if self.stored_headers is not None:
            self.stored_headers = f'{self.stored_headers[:-1]},"pos":"{pos}"}}'

    def headers_json(self) -> str:
        """The headers as they are stored."""
        if self.stored_headers is None:
            return json.dumps({name: value.decode() for name, value in self.headers})
        return self.stored_headers


def stored_statement(row: Mapping[str, Any]) -> Statement:
    """A row of `outbox` or `outgoing_command`, as it was said."""
    headers = [(name, value.encode()) for name, value in json.loads(row["headers"]).items()]
    return Statement(row["topic"], row["partition"], row["key"], headers, row["body"])


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
    _told: "_Told | None" = None

    @classmethod
    def of(cls, envelope: Envelope) -> "Cause":
        """The record with this envelope as a cause."""
        trace = envelope.traceparent
        if trace is not None and len(trace) > _TRACEPARENT_LENGTH:
            trace = None  # no W3C trace context; whoever sent it gets no longer headers of ours
        return cls(envelope.id, envelope.correlation_id, trace)

    def told(self) -> "_Told":
        """What every statement says of its cause, put together once."""
        if self._told is None:
            self._told = _told(text_of(self.id), text_of(self.correlation_id), self.traceparent)
        return self._told


class _Told(NamedTuple):
    """A cause as its statements state it: its id as text, headers, and those as JSON members."""

    id: str
    headers: tuple[Header, ...]
    members: str


def _told(identifier: str, correlation: str, traceparent: str | None) -> _Told:
    headers = [("ce_correlationid", correlation.encode()), ("ce_causationid", identifier.encode())]
    members = f'"ce_correlationid":"{correlation}","ce_causationid":"{identifier}"'
    if traceparent is not None:
        headers.append(("traceparent", traceparent.encode()))
        members += f',"traceparent":{json.dumps(traceparent)}'
    return _Told(identifier, tuple(headers), members)


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
        time = now.isoformat()
        self._always = (
            ("ce_specversion", SPEC_VERSION),
            ("content-type", CONTENT_TYPE),
            ("ce_source", source.encode()),
            ("ce_time", time.encode()),
        )
        fixed = {name: value.decode() for name, value in self._always}
        self._always_json = json.dumps(fixed)[:-1]

    def event(
        self,
        topic: Topic,
        message: Message,
        partition: int,
        cause: Cause,
        *,
        answer: bool = False,
        key: str | None = None,
    ) -> Statement:
        """An event or snapshot, not yet numbered; `key` is the message's, if that is known already.

        Its headers are those of an `Envelope`, put together by hand: this is the engine's hot spot.

        Raises:
            TooLargeError: the broker would not take it.
        """
        told = cause.told()
        identifier = _statement_id_text(told.id, cause.said)
        cause.said += 1
        type_header, type_member = _type_of(type(message))
        headers = [*self._always, *told.headers, ("ce_id", identifier.encode()), type_header]
        stored = f'{self._always_json},{told.members},"ce_id":"{identifier}",{type_member}'
        if answer:
            headers.append(("answer", b"1"))
            stored += ',"answer":"1"'
        body = encode(message)
        return self._checked(
            Statement(
                topic.name,
                partition,
                message.key if key is None else key,
                headers,
                body,
                None,
                stored + "}",
                identifier,
            )
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
                chain=send.chain,
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
        size = _HEADERS_BYTES + len(statement.body) + 4 * len(statement.key)
        if size > self._limit:
            raise TooLargeError(f"{statement.topic}: a record of {size} bytes")
        return statement


@cache
def _type_of(message: type[Message]) -> tuple[Header, str]:
    """The CloudEvents type of a message class, as a header and as a JSON member."""
    name = message.ce_type()
    return ("ce_type", name.encode()), f'"ce_type":"{name}"'


def _statement_id_text(cause: str, index: int) -> str:
    """`ids.statement_id` as text: the same uuid5, at a quarter of the time."""
    digest = sha1(_NAMESPACE + f"{cause}\n{index}".encode(), usedforsecurity=False).hexdigest()
    variant = _VARIANTS[digest[16]]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
