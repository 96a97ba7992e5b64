"""A clean replay, and one conversation of it to tamper with."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from tests.integration.replay.stage import ABCD, Stage
from tests.integration.replay.tampering import Log, Shelf, read_log, write_log

from switchboard.local.replay.auditing import Fault, Finding
from switchboard.local.replay.collecting import Collector
from switchboard.local.replay.evidence import Evidence
from switchboard.local.replay.facts import View
from switchboard.local.replay.from_kafka import TOPICS, KafkaReader
from switchboard.local.replay.played import Played
from switchboard.local.replay.recording import read_recordings
from switchboard.local.replay.replaying import _judged, performed
from switchboard.runtime.settings import ProcessSettings
from switchboard.runtime.topic_creation import create_topics

POSITION = 4
"""The message that is tampered with; in a swap, with the next one."""


@dataclass
class Scene:
    """What was played, what was found, and where to look again.

    Attributes:
        log: every record of the audited topics.
        copies: the prefix of topics on which changed copies of the log are read.
    """

    stage: Stage
    played: Sequence[Played]
    evidence: Evidence
    collector: Collector
    log: Log
    copies: str = field(default_factory=lambda: f"t{uuid4().hex[:8]}.")

    @property
    def victim(self) -> Played:
        """The conversation that is tampered with."""
        return self.played[3]

    def numbers(self, view: View) -> tuple[int, int]:
        """Where a view has the two messages."""
        held = next(holding for holding in self.evidence.holdings if holding.view is view)
        sent = self.victim.messages[POSITION : POSITION + 2]
        first, second = (
            next(fact.number for fact in held.facts if fact.command_id == one.command_id)
            for one in sent
        )
        return first, second

    def places(self, view: View, shelf: Shelf) -> tuple[int, int]:
        """Where the two messages are on a shelf; the outbox numbers by partition."""
        first, second = self.numbers(view)
        if shelf.topic is None:
            return first, second
        return self._pos(shelf.topic, first), self._pos(shelf.topic, second)

    def _pos(self, topic: str, number: int) -> int:
        headers = dict(self.log[self.record(topic, number)].headers)
        return int(headers["pos"])

    def record(self, topic: str, number: int) -> int:
        """Where the victim's record with a number is in the log."""
        name = "public_seq" if topic.endswith("public") else "seq"
        return self.record_with(topic, {name: number})

    def record_with(self, topic: str, wanted: dict[str, Any]) -> int:
        """Where the victim's record with these fields is in the log."""
        key = str(self.victim.conversation_id).encode()
        return next(
            index
            for index, record in enumerate(self.log)
            if record.topic.endswith(topic)
            and record.key == key
            and wanted.items() <= json.loads(record.value).items()
        )

    async def audit(self) -> list[Finding]:
        """Look again."""
        return (await self.collector.collect()).findings(self.played, 0)

    async def audit_copy(self, log: Log) -> list[Finding]:
        """Look at a changed copy of the log instead: what Kafka has, it keeps as it is."""
        workspace = self.stage.workspace
        settings = ProcessSettings(kafka=workspace.kafka.bootstrap, topic_prefix=self.copies)
        reader = KafkaReader(settings)
        marks = await reader.ends()
        plain = len(workspace.prefix)
        await write_log(settings.kafka, log, lambda topic: self.copies + topic[plain:])
        collector = replace(self.collector, reader=reader, marks=marks)
        return (await collector.collect()).findings(self.played, 0)


@asynccontextmanager
async def a_scene(stage: Stage) -> AsyncIterator[Scene]:
    """Play the twelve and audit them: clean."""
    async with performed(read_recordings([ABCD]), stage.options(), lambda: None) as performance:
        evidence, findings = await _judged(performance)
        assert findings == [], [str(finding) for finding in findings]
        collector = performance.collector
        impatient = replace(collector, options=replace(collector.options, patience=2.0))
        bootstrap, prefix = stage.workspace.kafka.bootstrap, stage.workspace.prefix
        log = await read_log(bootstrap, {prefix + topic.name: topic.partitions for topic in TOPICS})
        scene = Scene(stage, performance.played, evidence, impatient, log)
        settings = ProcessSettings(kafka=bootstrap, topic_prefix=scene.copies)
        await create_topics(settings, TOPICS)
        yield scene


def assert_named(findings: Sequence[Finding], victim: Played, fault: Fault, where: str) -> None:
    """The audit says what is wrong and where, and accuses no other conversation."""
    said = [str(finding) for finding in findings]
    named = [
        f.detail for f in findings if (f.fault, f.where, f.name) == (fault, where, victim.name)
    ]
    assert named, said
    if fault in (Fault.MISSING, Fault.DOUBLED, Fault.OUT_OF_ORDER):
        assert any(f"message {POSITION}" in detail for detail in named), said
    assert {finding.name for finding in findings} <= {victim.name, "pos"}, said
