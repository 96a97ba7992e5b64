"""Replays against all of Switchboard as `make run` starts it, with the AI taking part."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.builders.whole_system import WholeSystem, a_whole_system
from tests.integration.replay.stage import ABCD, STAR

from switchboard.contracts.topics import CONVERSATION_EVENTS_TOPIC
from switchboard.local.processes import SERVICES
from switchboard.local.replay.command import DEMO_EMAIL, DEMO_PASSWORD
from switchboard.local.replay.options import Ai, Options, kafka_settings
from switchboard.local.replay.recording import Recording, read_recordings
from switchboard.local.replay.replaying import replay

VICTIMS = ("conversation-consume", "gateway-serve", "kafka", "postgres")


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSystem]:
    with a_whole_system(tmp_path_factory.mktemp("switchboard")) as running:
        yield running


async def test_it_audits_clean_while_each_part_is_killed_once(
    system: WholeSystem, tmp_path: Path
) -> None:
    recordings = _some_recordings(tmp_path)
    killed: list[str] = []
    total = sum(len(recording.lines) for recording in recordings)
    report = await replay(recordings, _options(system), _killing(system, total, killed))
    assert [str(finding) for finding in report.findings] == []
    assert killed == list(VICTIMS)
    assert report.lost_replies >= 3
    assert set(report.analysed.values()) == {len(recordings)}
    parked = system.command("parked", "list").splitlines()
    assert parked == [f"{service}: Nothing is parked." for service in SERVICES]
    topic = CONVERSATION_EVENTS_TOPIC
    said = {
        system.command("republish", topic.name, str(partition), "1")
        for partition in range(topic.partitions)
    }
    # A partition that no conversation fell into has nothing to say again.
    assert "Published again, up to the newest.\n" in said
    assert said <= {"Published again, up to the newest.\n", "Nothing like that is stored here.\n"}
    system.wait_until_ready()


def _some_recordings(folder: Path) -> list[Recording]:
    """The twelve of ABCD, and as many that their user begins, so that the AI has turns."""
    some = folder / "star.jsonl"
    with STAR.open() as lines:
        some.write_text("".join(islice(lines, 12)))
    return read_recordings([ABCD, some])


def _options(system: WholeSystem) -> Options:
    return Options(
        gateway=system.gateway,
        email=DEMO_EMAIL,
        password=DEMO_PASSWORD,
        concurrency=24,
        patience=90.0,
        ai=Ai.ON,
        analysis=True,
        minimum_run=5.0,
        lost_replies=3,
        database=system.state.postgres.url,
        kafka=kafka_settings(None, system.state),
    )


def _killing(system: WholeSystem, total: int, killed: list[str]) -> Callable[[], None]:
    """Called for each message: kills one part after each fifth of them."""
    heard = 0

    def on_message() -> None:
        nonlocal heard
        heard += 1
        if len(killed) < len(VICTIMS) and heard >= total * (len(killed) + 1) / 5:
            system.kill(VICTIMS[len(killed)])
            killed.append(VICTIMS[len(killed)])

    return on_message
