"""One record of Kafka dropped, doubled or swapped with another: the audit fails and names it."""

import pytest
from tests.integration.replay.scene import Scene, assert_named

from switchboard.contracts.events.analysis import AnalysisCompleted
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
)
from switchboard.local.replay.auditing import Fault
from switchboard.local.replay.facts import View

RECORDS = pytest.mark.parametrize(
    ("view", "topic"),
    [
        pytest.param(View.KAFKA_EVENTS, CONVERSATION_EVENTS_TOPIC.name, id="events"),
        pytest.param(View.KAFKA_PUBLIC, CONVERSATION_PUBLIC_TOPIC.name, id="public"),
    ],
)


async def test_a_copy_without_a_change_is_clean(scene: Scene) -> None:
    assert await scene.audit_copy(scene.log) == []


@RECORDS
async def test_a_dropped_record_is_missed(scene: Scene, view: View, topic: str) -> None:
    place, _ = (scene.record(topic, number) for number in scene.numbers(view))
    findings = await scene.audit_copy([*scene.log[:place], *scene.log[place + 1 :]])
    assert_named(findings, scene.victim, Fault.MISSING, view.value)
    assert Fault.NUMBER_MISSING in {f.fault for f in findings if f.name == "pos"}


@RECORDS
async def test_a_doubled_record_is_found(scene: Scene, view: View, topic: str) -> None:
    place, _ = (scene.record(topic, number) for number in scene.numbers(view))
    findings = await scene.audit_copy([*scene.log, scene.log[place]])
    assert_named(findings, scene.victim, Fault.DOUBLED, view.value)
    assert {f.fault for f in findings if f.name == "pos"} & {
        Fault.NUMBER_DOUBLED,
        Fault.NUMBER_OUT_OF_ORDER,
    }


@RECORDS
async def test_swapped_records_are_found(scene: Scene, view: View, topic: str) -> None:
    first, second = (scene.record(topic, number) for number in scene.numbers(view))
    log = list(scene.log)
    log[first], log[second] = log[second], log[first]
    findings = await scene.audit_copy(log)
    assert_named(findings, scene.victim, Fault.OUT_OF_ORDER, view.value)
    assert Fault.NUMBER_OUT_OF_ORDER in {f.fault for f in findings if f.name == "pos"}


async def test_a_dropped_analysis_is_missed(scene: Scene) -> None:
    place = _analysis(scene)
    findings = await scene.audit_copy([*scene.log[:place], *scene.log[place + 1 :]])
    assert_named(findings, scene.victim, Fault.NOT_ANALYSED, "Kafka")


async def test_a_doubled_analysis_is_found(scene: Scene) -> None:
    findings = await scene.audit_copy([*scene.log, scene.log[_analysis(scene)]])
    assert_named(findings, scene.victim, Fault.ANALYSED_TWICE, "Kafka")


def _analysis(scene: Scene) -> int:
    completed = {"type": AnalysisCompleted.message_type()}
    return scene.record_with(ANALYSIS_EVENTS_TOPIC.name, completed)
