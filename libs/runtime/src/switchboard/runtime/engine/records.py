"""Reading records: the pure first step of a batch."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from switchboard.contracts.codec import UnknownVersionError, decode
from switchboard.contracts.envelope import Envelope, read_envelope
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic
from switchboard.runtime.engine.places import Record
from switchboard.runtime.roles import Incoming

_DIGEST_BYTES = 16
_UNSEEN = b"unseen"


@dataclass(slots=True)
class Fault:
    """What is wrong with a record: a stable code, and where, without a word of what it says."""

    code: str
    detail: str


@dataclass(slots=True)
class Reading:
    """A record as far as it could be read.

    Attributes:
        envelope: None if not even that could be read.
        incoming: None if there is a fault.
    """

    record: Record
    envelope: Envelope | None = None
    incoming: Incoming | None = None
    fault: Fault | None = None


def read_command(topic: Topic, record: Record) -> Reading:
    """Read a command, and check that it is where it belongs."""
    reading = Reading(record)
    try:
        reading.envelope = read_envelope(record.headers)
        incoming = reading.incoming = _incoming(topic, record, reading.envelope, topic.messages)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes do, only they suffer
        reading.fault = _fault(error)
        return reading
    if incoming.message.key != incoming.key:
        reading.fault = Fault("wrong_key", "the record's key is not the message's")
    elif partition_of(incoming.key, topic.partitions) != record.partition:
        reading.fault = Fault("wrong_partition", "the key belongs to another partition")
    return reading


def read_event(topic: Topic, record: Record, among: tuple[type[Message], ...]) -> Incoming | Fault:
    """Read a record of a topic as one of these messages."""
    try:
        return _incoming(topic, record, read_envelope(record.headers), among)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes do, only they suffer
        return _fault(error)


def _incoming(
    topic: Topic, record: Record, envelope: Envelope, among: tuple[type[Message], ...]
) -> Incoming:
    return Incoming(
        topic.name,
        record.partition,
        record.offset,
        record.key.decode(),
        datetime.fromtimestamp(record.timestamp / 1000, UTC),
        envelope,
        decode(envelope.type, record.value, among),
        body=record.value,
    )


def _fault(error: Exception) -> Fault:
    if isinstance(error, UnknownVersionError):
        return Fault("unknown_version", str(error))
    return Fault("malformed", f"{type(error).__name__}: {error}"[:500])


def command_fingerprint(record: Record, ce_type: str) -> bytes:
    """What a command asks, so that another one under its id is recognised."""
    digest = blake2b(ce_type.encode(), digest_size=_DIGEST_BYTES)
    digest.update(b"\n" + (record.value or b""))
    return digest.digest()


def record_fingerprint(record: Record) -> bytes:
    """What stands at an offset, so that a log that was cut and written anew is recognised."""
    digest = blake2b(record.key or b"", digest_size=_DIGEST_BYTES)
    digest.update(b"\n" + (record.value or b""))
    for name, value in record.headers:
        digest.update(b"\n" + name.encode() + b"=" + (value or b""))
    return digest.digest()


def headers_json(record: Record) -> str:
    """A record's headers as they are stored; what is no text is shown as far as it goes."""
    return json.dumps(
        {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    )


def scan(record: Record) -> tuple[int | None, bytes]:
    """The `pos` and the type of a record, without reading more of it."""
    pos = name = _UNSEEN
    for header, value in reversed(record.headers):  # both stand at the end, where we wrote them
        if header == "pos" and pos is _UNSEEN:
            pos = value or b""
        elif header == "ce_type" and name is _UNSEEN:
            name = value or b""
        if pos is not _UNSEEN and name is not _UNSEEN:
            break
    return int(pos) if pos.isdigit() else None, name.rpartition(b".v")[0]
