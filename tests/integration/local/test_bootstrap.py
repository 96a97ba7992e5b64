"""`make` on a bare machine: what is missing is said in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with spaces and umlauts that has the script only."""
    folder = tmp_path / "Ein Ördner mit Lücken"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(PROJECT / "scripts" / "bootstrap", folder / "scripts")
    return folder


def bootstrap(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH",)}
    own = {"HOME": str(clone), "SWITCHBOARD_CACHE": str(clone / "cache"), "PIP_RETRIES": "0"}
    return subprocess.run(
        ["/bin/sh", "scripts/bootstrap", "-c", "print('ran')"],
        cwd=clone,
        env={**inherited, **own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def last_line(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1
    return result.stderr.strip().splitlines()[-1]


def tools(clone: Path, *names: str) -> str:
    """A PATH with nothing but these programs."""
    folder = clone / "tools"
    folder.mkdir()
    for name in ("dirname", "uname", "mktemp", "rm", "tail", *names):
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


def test_without_python_it_says_what_to_install(clone: Path) -> None:
    assert "No Python 3.11 or newer was found" in last_line(bootstrap(clone, PATH=tools(clone)))


def test_a_python_that_was_asked_for_but_is_none_is_refused(clone: Path) -> None:
    assert "PYTHON=/bin/false is not" in last_line(bootstrap(clone, PYTHON="/bin/false"))


def test_a_python_without_venv_names_the_package(clone: Path) -> None:
    python = clone / "python"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    python.chmod(0o755)
    assert "apt install python3-venv" in last_line(bootstrap(clone, PYTHON=str(python)))


def test_a_registry_that_cannot_be_reached_is_said(clone: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    result = bootstrap(clone, PYTHON=sys.executable, **nowhere)
    assert "check the network or proxy" in last_line(result)
    assert not list((clone / "cache").glob("uv*"))


def test_packages_that_cannot_be_installed_are_said(clone: Path) -> None:
    (clone / "cache").mkdir()
    uv = clone / "cache" / f"uv-{pinned_version()}"
    uv.write_text("#!/bin/sh\nexit 2\n")
    uv.chmod(0o755)
    assert "packages could not be installed" in last_line(bootstrap(clone))


def test_what_is_installed_runs_without_a_network(clone: Path) -> None:
    """A uv that only works offline, as it does when all is there."""
    (clone / "cache").mkdir()
    uv = clone / "cache" / f"uv-{pinned_version()}"
    uv.write_text('#!/bin/sh\ncase "$*" in *--offline*) exit 0;; esac\nexit 2\n')
    uv.chmod(0o755)
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    result = bootstrap(clone)
    assert result.stdout == "ran\n"


def pinned_version() -> str:
    text = (PROJECT / "scripts" / "bootstrap").read_text()
    return text.partition("uv_version=")[2].split()[0]


def test_every_make_target_has_a_line_of_help() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    phony = makefile.partition(".PHONY: ")[2].splitlines()[0].split()
    answer = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    helped = [line.split(":")[0] for line in answer.stdout.splitlines()]
    assert sorted(helped) == sorted(phony)
    assert {"run", "test", "check", "bench", "web", "clean-data", "help"} <= set(helped)
