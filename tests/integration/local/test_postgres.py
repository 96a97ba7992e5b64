"""The embedded PostgreSQL: refuses strangers, survives strange leftovers."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from switchboard.local.errors import LocalError
from switchboard.local.launch import NAMESPACE_REFUSED
from switchboard.local.ports import free_port
from switchboard.local.postgres import EmbeddedPostgres
from switchboard.local.standalone import Standalone, wait_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("Daten für") / "postgres", free_port())
    server.prepare()
    return server


def test_only_its_owner_may_read_the_password(server: EmbeddedPostgres) -> None:
    assert stat.S_IMODE((server.folder / "password").stat().st_mode) == 0o600


def test_a_server_of_another_folder_is_refused(server: EmbeddedPostgres, tmp_path: Path) -> None:
    running = Standalone(server)
    running.start()
    other = EmbeddedPostgres(tmp_path, server.port)
    (tmp_path / "data").mkdir()
    for password in ("wrong", (server.folder / "password").read_text()):
        (tmp_path / "password").write_text(password)
        with pytest.raises(LocalError, match="is not the one of"):
            wait_for(other.is_ready())
    running.stop()


def test_a_process_number_that_is_another_program_now_does_not_stop_a_start(
    server: EmbeddedPostgres,
) -> None:
    running = Standalone(server)
    running.start()
    running.kill()
    file = server.folder / "data" / "postmaster.pid"
    _, _, rest = file.read_text().partition("\n")
    with subprocess.Popen(["sleep", "60"]) as somebody:
        file.write_text(f"{somebody.pid}\n{rest}")
        running.start()
        assert somebody.poll() is None
        somebody.kill()
    running.stop()


def test_an_interrupted_first_start_leaves_nothing_half_made(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, free_port())
    (tmp_path / "data.new").mkdir()
    (tmp_path / "data.new" / "PG_VERSION").write_text("half")
    server.prepare()
    assert (tmp_path / "data" / "PG_VERSION").read_text() == "18\n"


def test_forbidden_user_namespaces_are_said(server: EmbeddedPostgres) -> None:
    refused = subprocess.CompletedProcess([], NAMESPACE_REFUSED, "", "")
    with pytest.raises(LocalError, match="run the same command as a normal user"):
        server._check(refused)


def test_settings_of_a_person_do_not_reach_the_server(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setitem(os.environ, "PGPORT", "1")
    assert not [name for name in server.command().environment if name.startswith("PG")]
