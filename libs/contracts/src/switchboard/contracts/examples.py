"""One example a message version, as a record on its topic: fixtures for other teams' tests too."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from switchboard.contracts.codec import DecodeError, decode
from switchboard.contracts.envelope import Envelope, EnvelopeError, read_envelope
from switchboard.contracts.message import Message
from switchboard.contracts.topics import TOPICS, Topic


@dataclass(frozen=True, slots=True)
class Example:
    """A record as a consumer receives it.

    Attributes:
        body: the message as JSON.
    """

    topic: Topic
    key: str
    headers: tuple[tuple[str, bytes], ...]
    body: bytes

    def envelope(self) -> Envelope:
        """Its headers, read."""
        return read_envelope(self.headers)

    def message(self) -> Message:
        """Its body, read as the type that the headers name."""
        return decode(self.envelope().type, self.body, self.topic.messages)


def wanted() -> dict[str, Topic]:
    """The file name of each example that there has to be, and the topic it is on."""
    return {f"{message.ce_type()}.json": topic for topic in TOPICS for message in topic.messages}


def read_example(file: Path) -> Example:
    """Read one example.

    Raises:
        KeyError: the file is named after no message of the registry.
    """
    stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
    headers = tuple((name, str(value).encode()) for name, value in stored["headers"].items())
    body = json.dumps(stored["body"], ensure_ascii=False).encode()
    return Example(wanted()[file.name], stored["key"], headers, body)


def faults(folder: Path) -> list[str]:
    """What is wrong with the examples of a folder: missing, left over, or not to be decoded."""
    there = {file.name for file in folder.iterdir()}
    missing = [f"{name}: is missing" for name in sorted(wanted().keys() - there)]
    left_over = [f"{name}: is of no message" for name in sorted(there - wanted().keys())]
    kept = sorted(there & wanted().keys())
    return missing + left_over + [fault for name in kept for fault in _fault(folder / name)]


def _fault(file: Path) -> list[str]:
    try:
        example = read_example(file)
        message = example.message()
    except (EnvelopeError, DecodeError, ValueError, KeyError) as error:
        return [f"{file.name}: {error}"]
    return [] if example.key == message.key else [f"{file.name}: its key is not its message's"]
