"""What users may see is mirrored as it stands, up to a close: the third wall (design §4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from switchboard.contracts.events.public import PublicStatus, PublicStatusChanged
from switchboard.contracts.message import Message
from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC, Start, Topic
from switchboard.gateway.model.closing import is_closable
from switchboard.gateway.store.public_timeline import Number, Row, mirror_public_timeline
from switchboard.runtime.roles import Incoming


@dataclass(eq=False)
class PublicTimeline:
    """A projector: what a close forbids is no part of the history, whoever said it.

    Attributes:
        refused_after_close: how many of these there were.
    """

    source: Topic = CONVERSATION_PUBLIC_TOPIC
    wanted: tuple[type[Message], ...] = CONVERSATION_PUBLIC_TOPIC.messages
    start: Start = Start.AT_START
    refused_after_close: int = 0
    _log: Any = field(default_factory=lambda: structlog.get_logger("read_model"))

    async def apply(self, connection: Any, events: Sequence[Incoming]) -> None:
        """Store what a poll heard, in one statement; say what came too late."""
        in_time, late = _parted(events)
        if in_time:
            numbers = await mirror_public_timeline(connection, [_row(event) for event in in_time])
            late += [event for event in in_time if numbers and _number(event) in numbers]
        for event in late:
            self.refused_after_close += 1
            self._log.error(
                "public record after close refused", partition=event.partition, offset=event.offset
            )


def _parted(events: Sequence[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """What is to be stored, and what comes after a close of the same poll."""
    in_time: list[Incoming] = []
    late: list[Incoming] = []
    closed_at: dict[str, int] = {}
    for event in events:
        fact: Any = event.message
        close = closed_at.get(fact.key)
        if close is not None and fact.public_seq > close and _is_closable(fact):
            late.append(event)
            continue
        in_time.append(event)
        if isinstance(fact, PublicStatusChanged) and fact.status is PublicStatus.CLOSED:
            closed_at.setdefault(fact.key, fact.public_seq)
    return in_time, late


def _is_closable(fact: Any) -> bool:
    return is_closable(fact.type, getattr(fact, "line", None))


def _number(event: Incoming) -> Number:
    fact: Any = event.message
    return Number(fact.conversation_id, fact.public_seq)


def _row(event: Incoming) -> Row:
    fact: Any = event.message
    return (
        fact.conversation_id,
        fact.public_seq,
        fact.type,
        event.envelope.answer_to,
        event.body.decode(),
        _is_closable(fact),
    )
