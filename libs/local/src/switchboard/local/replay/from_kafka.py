"""What Kafka holds of a replay: every record that was added while it ran."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition

from switchboard.contracts.envelope import read_envelope
from switchboard.contracts.events.analysis import AnalysisCompleted
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    AiReplyDiscarded,
    ConversationAccepted,
)
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    Topic,
)
from switchboard.local.replay.auditing import Finding, Holding, audit_positions
from switchboard.local.replay.facts import View, public_fact, team_fact
from switchboard.runtime.kafka import connection_arguments
from switchboard.runtime.settings import ProcessSettings

TOPICS = (
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    ANALYSIS_EVENTS_TOPIC,
)
_TAKE_OVERS = frozenset({AgentTookOver.ce_type(), ConversationAccepted.ce_type()})
_POLL_MS = 500


@dataclass(frozen=True)
class Record:
    """One record, as far as the audit looks at it."""

    topic: str
    partition: int
    pos: int | None
    ce_type: str
    command_id: UUID | None
    body: Mapping[str, Any]


Marks = Mapping[tuple[str, int], int]
"""The offset at which a log ended, by topic and partition."""


class KafkaReader:
    """Reads the topics of the audit, without a group and from where it was told."""

    def __init__(self, settings: ProcessSettings) -> None:
        self._settings = settings
        self._prefix = settings.topic_prefix

    async def ends(self, topics: Sequence[Topic] = TOPICS) -> Marks:
        """Where the logs end now."""
        consumer = self._consumer()
        try:
            await consumer.start()
            found = await consumer.end_offsets(self._partitions(topics))
        finally:
            await consumer.stop()
        return {(self._plain(place), place.partition): end for place, end in found.items()}

    async def since(self, marks: Marks) -> list[Record]:
        """Every record between these marks and the logs' ends now, in order within a partition."""
        ends = await self.ends()
        consumer = self._consumer()
        try:
            await consumer.start()
            return await self._read(consumer, marks, ends)
        finally:
            await consumer.stop()

    async def _read(self, consumer: Any, marks: Marks, ends: Marks) -> list[Record]:
        waiting = {place for place, end in ends.items() if end > marks.get(place, 0)}
        places = [TopicPartition(self._prefix + topic, number) for topic, number in waiting]
        consumer.assign(places)
        for place in places:
            consumer.seek(place, marks.get((self._plain(place), place.partition), 0))
        records = []
        while waiting:
            for place, batch in (await consumer.getmany(timeout_ms=_POLL_MS)).items():
                records += [self._record(place, record) for record in batch]
            for place in places:
                name = (self._plain(place), place.partition)
                if await consumer.position(place) >= ends[name]:
                    waiting.discard(name)
        return records

    def _record(self, place: TopicPartition, record: Any) -> Record:
        envelope = read_envelope(record.headers)
        return Record(
            self._plain(place),
            place.partition,
            envelope.pos,
            envelope.type,
            envelope.causation_id,
            json.loads(record.value),
        )

    def _consumer(self) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            **connection_arguments(self._settings), auto_offset_reset="earliest"
        )

    def _partitions(self, topics: Sequence[Topic]) -> list[TopicPartition]:
        return [
            TopicPartition(self._prefix + topic.name, number)
            for topic in topics
            for number in range(topic.partitions)
        ]

    def _plain(self, place: TopicPartition) -> str:
        return str(place.topic.removeprefix(self._prefix))


def holdings(
    records: Sequence[Record],
    conversations: Iterable[UUID],
    seqs: Mapping[UUID, int],
    public_seqs: Mapping[UUID, int],
) -> tuple[Holding, Holding]:
    """The facts of the replayed conversations on the team's and on the public topic."""
    ours = {str(conversation) for conversation in conversations}
    team = _about(records, CONVERSATION_EVENTS_TOPIC, ours)
    public = _about(records, CONVERSATION_PUBLIC_TOPIC, ours)
    return (
        Holding(View.KAFKA_EVENTS, [team_fact(r.body, r.command_id) for r in team], seqs),
        Holding(
            View.KAFKA_PUBLIC, [public_fact(r.body, r.command_id) for r in public], public_seqs
        ),
    )


def position_findings(records: Sequence[Record]) -> list[Finding]:
    """Where the header `pos` of a partition has a gap, a repeat or a step back."""
    positions: dict[str, list[int]] = {}
    for record in records:
        if record.pos is not None:
            name = f"Kafka, {record.topic} {record.partition}"
            positions.setdefault(name, []).append(record.pos)
    return [
        found for name, numbers in positions.items() for found in audit_positions(name, numbers)
    ]


def completed_analyses(records: Sequence[Record]) -> list[UUID]:
    """The conversations of the completed analyses, each as often as it is there."""
    return [
        UUID(record.body["conversation_id"])
        for record in records
        if record.ce_type == AnalysisCompleted.ce_type()
    ]


def lost_replies(records: Sequence[Record], conversations: Iterable[UUID]) -> int:
    """How many replies of the AI were proposed, and discarded because an agent had taken over.

    A reply that comes after the close as well lost to the take-over: it was too late before.
    """
    ours = {str(conversation) for conversation in conversations}
    since: dict[str, int] = {}
    for record in records:
        if record.ce_type in _TAKE_OVERS:
            since.setdefault(record.body["conversation_id"], record.body["epoch"])
    lost = {
        (record.body["conversation_id"], record.body["turn"])
        for record in records
        if record.ce_type == AiReplyDiscarded.ce_type()
        and record.body["epoch"] < since.get(record.body["conversation_id"], 0)
    }
    return sum(conversation in ours for conversation, _ in lost)


def _about(records: Sequence[Record], topic: Topic, ours: set[str]) -> list[Record]:
    return [
        record
        for record in records
        if record.topic == topic.name and record.body["conversation_id"] in ours
    ]
