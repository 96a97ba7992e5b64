"""The envelope of every record: CloudEvents 1.0 in Kafka's binary mode.

Attributes travel as headers (`ce_id`, `ce_type`, ...), the body is the message as JSON. Extension
attributes: `correlationid`, `causationid`, and the engine's own `pos`, `answer`, `opening`,
`person`, `chainhead`, `outcomepartition`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from switchboard.contracts.ids import text_of

SPEC_VERSION = b"1.0"
CONTENT_TYPE = b"application/json"

Headers = Sequence[tuple[str, bytes]]


class EnvelopeError(ValueError):
    """A record's headers are no envelope of ours."""


class Opening(StrEnum):
    """Who may create a conversation with a command."""

    VISITOR_DOOR = "visitor_door"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Chain:
    """Whose conversations a user's command belongs to, if it is a person's (rules I1, I2).

    It stands in the envelope, so that a command repeated after its visitor was identified is still
    the same command.

    Attributes:
        person_id: who the visitor is, as the gateway knows.
        head: the newest conversation of the person's own chain that the sender knows to exist.
    """

    person_id: UUID
    head: UUID | None = None

    def headers(self) -> Iterator[tuple[str, bytes]]:
        """The chain's part of the envelope."""
        yield "person", str(self.person_id).encode()
        if self.head is not None:
            yield "chainhead", str(self.head).encode()


class Envelope(NamedTuple):
    """What is known of a record besides its message.

    Attributes:
        id: the command id of a command, the statement id of anything else.
        causation_id: what this was said because of; None for commands from outside.
        pos: the gap-free number in its topic and partition, where the topic is positioned.
        answer: whether this event is the one answer to its command.
        outcome_partition: where the sender of a command awaits its outcome.
    """

    id: UUID
    type: str
    source: str
    time: datetime
    correlation_id: UUID
    causation_id: UUID | None = None
    traceparent: str | None = None
    pos: int | None = None
    answer: bool = False
    opening: Opening | None = None
    outcome_partition: int | None = None
    chain: Chain | None = None

    @property
    def answer_to(self) -> UUID | None:
        """The command whose one answer this event is; None if it is none."""
        return self.causation_id if self.answer else None

    def headers(self) -> list[tuple[str, bytes]]:
        """The envelope as Kafka headers."""
        identifier = text_of(self.id).encode()
        same = self.correlation_id is self.id
        pairs: list[tuple[str, bytes]] = [
            ("ce_specversion", SPEC_VERSION),
            ("content-type", CONTENT_TYPE),
            ("ce_id", identifier),
            ("ce_type", self.type.encode()),
            ("ce_source", self.source.encode()),
            ("ce_time", self.time.isoformat().encode()),
            ("ce_correlationid", identifier if same else text_of(self.correlation_id).encode()),
        ]
        if self.causation_id is not None:
            pairs.append(("ce_causationid", text_of(self.causation_id).encode()))
        if self.traceparent is not None:
            pairs.append(("traceparent", self.traceparent.encode()))
        if self.pos is not None:
            pairs.append(("pos", b"%d" % self.pos))
        if self.answer:
            pairs.append(("answer", b"1"))
        if self.opening is not None:
            pairs.append(("opening", self.opening.encode()))
        if self.outcome_partition is not None:
            pairs.append(("outcomepartition", b"%d" % self.outcome_partition))
        if self.chain is not None:
            pairs.extend(self.chain.headers())
        return pairs


def read_envelope(headers: Headers) -> Envelope:
    """Read an envelope.

    Raises:
        EnvelopeError: an attribute is missing or malformed.
    """
    try:
        return _build(dict(headers))
    except KeyError as error:
        raise EnvelopeError(f"header {error.args[0]} is missing") from error
    except ValueError as error:
        raise EnvelopeError("a header is malformed") from error  # logged: without what it holds


def _build(found: Mapping[str, bytes]) -> Envelope:
    name = found["ce_id"]
    identifier = _uuid(name)
    correlation = found.get("ce_correlationid", name)
    causation = found.get("ce_causationid")
    opening = found.get("opening")
    trace = found.get("traceparent")
    # In the order of the fields: with their names this takes twice the time, for every record.
    return Envelope(
        identifier,
        found["ce_type"].decode("utf-8", "replace"),
        found["ce_source"].decode("utf-8", "replace"),
        datetime.fromisoformat(found["ce_time"].decode("utf-8", "replace")),
        identifier if correlation == name else _known_uuid(correlation),
        _known_uuid(causation) if causation else None,
        None if trace is None else trace.decode("utf-8", "replace"),
        _whole(found.get("pos")),
        "answer" in found,
        Opening(opening.decode("utf-8", "replace")) if opening else None,
        _whole(found.get("outcomepartition")),
        _chain(found),
    )


def _uuid(text: bytes) -> UUID:
    """A UUID, at a third of the time that its own constructor takes; all records come by here."""
    try:
        return _parsed(text.decode("utf-8", "replace"))
    except ValidationError:
        raise ValueError("not a UUID") from None


_parsed = TypeAdapter(UUID).validate_python

# What one command causes names it again and again, in records that follow one another.
_known_uuid = lru_cache(maxsize=4_096)(_uuid)


def _chain(found: Mapping[str, bytes]) -> Chain | None:
    person, head = found.get("person"), found.get("chainhead")
    return Chain(_uuid(person), _uuid(head) if head else None) if person else None


def _whole(value: bytes | None) -> int | None:
    return None if value is None else int(value)


def record_type(headers: Headers) -> str | None:
    """The CloudEvents type alone: what is not wanted is passed over undecoded."""
    for name, value in headers:
        if name == "ce_type":
            return value.decode("utf-8", "replace")
    return None
