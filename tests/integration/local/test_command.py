"""The `switchboard` command as a person types it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def switchboard(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "switchboard.local", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["status"], "does not run in"),
        (["logs", "nobody"], "There is no log of nobody"),
        (["up", "--scale", "conversation"], "write for example conversation=2"),
        (["parked", "list"], "does not run in"),
        (["parked", "list", "--service", "nobody"], "There is no service nobody"),
        (["republish", "nothing", "0", "1"], "nothing is no topic with positions"),
        (["up", "--scale", "nobody=2"], "Nothing is called nobody"),
    ],
)
def test_a_mistake_gives_one_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    result = switchboard(*arguments, "--state", tmp_path)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_stopping_what_does_not_run_is_no_mistake(tmp_path: Path) -> None:
    result = switchboard("down", "--state", tmp_path)
    assert (result.returncode, result.stdout) == (0, "Nothing was running.\n")


def test_a_state_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = switchboard("status", "--state", tmp_path / "file" / "state")
    assert "name another --state" in result.stderr


def test_who_answers_from_the_registry() -> None:
    assert "conversation.events: " in switchboard("who", "AgentTookOver").stdout
