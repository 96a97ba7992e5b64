"""The same system from its own images: the browser story, three replicas, foreign consumers."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect
from tests.builders.composed_system import (
    PASSWORD,
    ComposedSystem,
    a_composed_system,
    its_demo_site,
    prepare,
)
from tests.builders.overheard_process import run_overheard
from tests.builders.overhearing import Overheard
from tests.e2e.conftest import Contexts
from tests.e2e.test_conversation_story import (  # noqa: F401 - told again on these containers
    test_a_reply_under_way_never_talks_over_the_agent,
    test_one_conversation_from_the_first_word_to_its_analysis,
)

from switchboard.local import demo
from switchboard.local.infrastructure import docker_answers

pytestmark = [
    pytest.mark.docker,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not docker_answers(), reason="no Docker daemon answers"),
]

RECORDED = Path(__file__).parents[1] / "data/conversations"


@pytest.fixture(scope="module")
def composed() -> Iterator[ComposedSystem]:
    with a_composed_system() as system, its_demo_site(system):
        yield system


@pytest.fixture
async def system(composed: ComposedSystem, a_context: Contexts) -> ComposedSystem:
    """With its first Admin, made in the browser by the printed link, once."""
    if not getattr(composed, "is_prepared", False):
        await _make_first_admin(composed, a_context)
        await asyncio.to_thread(prepare, composed)
        composed.is_prepared = True  # type: ignore[attr-defined]
    return composed


async def _make_first_admin(system: ComposedSystem, a_context: Contexts) -> None:
    page = await (await a_context.new()).new_page()
    await page.goto(await asyncio.to_thread(system.first_admin_link))
    await page.get_by_label("Full name").fill("Anna Berg")
    await page.get_by_label("E-mail").fill(demo.AGENT_EMAIL)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Make account and sign in").click()
    await expect(page.get_by_role("region", name="Inbox")).to_be_visible()


async def test_the_replay_audits_clean_on_three_replicas(
    system: ComposedSystem, overheard: Overheard, tmp_path: Path
) -> None:
    await asyncio.to_thread(system.compose, "up", "--wait", "--scale", "conversation=3")
    line = ["switchboard.local", "replay", "--gateway", system.gateway]
    line += ["--kafka", system.kafka, "--database-url", system.database_url]
    line += ["--lost-replies", "1", "--minimum-run", "3"]
    line += [str(RECORDED / "abcd_public_12.jsonl"), str(RECORDED / "tau_retail_public_34.jsonl")]
    replay = await asyncio.to_thread(run_overheard, overheard, tmp_path / "overheard.json", *line)
    assert replay.returncode == 0, replay.stdout + replay.stderr
    assert "Audit clean" in replay.stdout


@pytest.mark.parametrize("topic", ["conversation.public", "conversation.events"])
async def test_a_consumer_that_is_not_ours_reads_json_with_cloudevents_headers(
    system: ComposedSystem, topic: str
) -> None:
    consumer = "/opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server localhost:9092"
    shown = "--property print.headers=true --property print.key=true --timeout-ms 8000"
    line = f"{consumer} --topic {topic} --from-beginning {shown} 2>/dev/null || true"
    printed = await asyncio.to_thread(system.compose, "exec", "-T", "kafka", "sh", "-c", line)
    records = [line.split("\t") for line in printed.splitlines() if line.startswith("ce_")]
    assert records
    for headers, key, body in records:
        names = {header.partition(":")[0] for header in headers.split(",")}
        assert {"ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "pos"} <= names
        assert json.loads(body)["conversation_id"] == key
