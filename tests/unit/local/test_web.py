from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from switchboard.local import web
from switchboard.local.errors import LocalError
from switchboard.local.fingerprint import fingerprint
from switchboard.local.web import node_path, steps

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "main.ts").write_text("1")
    return tmp_path


def commands(folder: Path) -> list[str]:
    return [step.command.arguments[1] for step in steps(folder)]


def carry_out(folder: Path) -> None:
    for step in steps(folder):
        step.done()


def test_the_first_time_packages_are_installed_and_the_web_is_built(folder: Path) -> None:
    assert commands(folder) == ["ci", "run"]


def test_nothing_is_done_while_nothing_changes(folder: Path) -> None:
    carry_out(folder)
    assert commands(folder) == []


def test_a_changed_source_is_built_without_installing(folder: Path) -> None:
    carry_out(folder)
    (folder / "main.ts").write_text("2")
    assert commands(folder) == ["run"]


def test_a_changed_lock_file_installs_again(folder: Path) -> None:
    carry_out(folder)
    (folder / "package-lock.json").write_text('{"a": 1}')
    assert commands(folder) == ["ci", "run"]


def test_a_renamed_file_is_a_change(folder: Path) -> None:
    before = fingerprint(folder)
    (folder / "main.ts").rename(folder / "other.ts")
    assert fingerprint(folder) != before


def test_what_was_checked_is_checked_again_only_when_it_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[str] = []

    def call(line: list[str], **_: object) -> int:
        run.append(line[-1])
        return 0

    monkeypatch.setattr("subprocess.call", call)
    web.check(folder)
    web.check(folder)
    assert run[-1] == "check"
    (folder / "main.ts").write_text("3")
    web.check(folder)
    assert run.count("check") == 2


def test_a_folder_without_a_web_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="complete clone"):
        steps(tmp_path)


@pytest.mark.parametrize(
    ("found", "is_enough"), [((), False), ((20, 18, 3), False), ((20, 19, 0), True), ((24,), True)]
)
def test_an_old_node_or_none_is_replaced_by_the_one_from_pypi(
    monkeypatch: pytest.MonkeyPatch, found: tuple[int, ...], *, is_enough: bool
) -> None:
    monkeypatch.setattr(web, "_node_version", lambda _: found)
    monkeypatch.setattr("shutil.which", lambda *_, **__: "/somewhere/npm")
    monkeypatch.setenv("PATH", "/bin")
    assert (node_path() == "/bin") is is_enough
