"""The embedded broker: in awkward folders, beside strangers, with a person's Java settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from switchboard.local.errors import LocalError
from switchboard.local.kafka import EmbeddedKafka, cluster_id
from switchboard.local.ports import free_port
from switchboard.local.standalone import Standalone, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from switchboard.local.infrastructure import Kafka


def test_it_runs_in_a_folder_with_spaces_and_umlauts_whatever_java_settings_are_around(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption")
    monkeypatch.setenv("CLASSPATH", "/nowhere")
    broker = EmbeddedKafka(tmp_path / ("Größe " * 20) / "kafka", free_port())
    switch = Standalone(broker)
    switch.start()
    before = broker.cluster_id()
    switch.stop()
    switch.start()
    assert wait_for(cluster_id(broker.bootstrap)) == before
    switch.stop()


def test_a_broker_of_another_folder_is_refused(tmp_path: Path, kafka: Kafka) -> None:
    stranger = EmbeddedKafka(tmp_path, int(kafka.bootstrap.rpartition(":")[2]))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "meta.properties").write_text("cluster.id=AAAAAAAAAAAAAAAAAAAAAA\n")
    with pytest.raises(LocalError, match="is not the one of"):
        wait_for(stranger.is_ready())
    with pytest.raises(LocalError, match=r"Port \d+ is taken"):
        Standalone(Prepared(stranger)).start()


class Prepared(EmbeddedKafka):
    """A broker that is taken to be formatted already."""

    def __init__(self, broker: EmbeddedKafka) -> None:
        super().__init__(broker.folder, broker.port)

    def prepare(self) -> None:
        """Do nothing."""


async def test_nobody_answers_on_a_free_port() -> None:
    assert await cluster_id(f"127.0.0.1:{free_port()}") is None
