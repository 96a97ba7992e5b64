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


SYSTEM_PYTHON = "system_python=/usr/bin/python3\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with spaces and umlauts that has the script only, and a system without Python."""
    folder = tmp_path / "Ein Ördner mit Lücken"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(PROJECT / "scripts" / "bootstrap", folder / "scripts")
    has_system_python(folder, "/nowhere/python3")
    return folder


def has_system_python(clone: Path, python: str) -> None:
    script = clone / "scripts" / "bootstrap"
    text = (PROJECT / "scripts" / "bootstrap").read_text()
    assert SYSTEM_PYTHON in text
    script.write_text(text.replace(SYSTEM_PYTHON, f"system_python='{python}'\n"))


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


def a_python(clone: Path, name: str, *, makes_environments: bool) -> str:
    """A new enough Python that says its name when it is asked for an environment of its own."""
    python = clone / name
    refuses = "" if makes_environments else 'case "$2" in *ensurepip*) exit 1;; esac\n'
    python.write_text(f'#!/bin/sh\n{refuses}[ "$1" = -c ] && exit 0\necho "{name} asked"\nexit 1\n')
    python.chmod(0o755)
    return str(python)


def test_the_systems_own_python_comes_first(clone: Path) -> None:
    has_system_python(clone, a_python(clone, "fast", makes_environments=True))
    assert "/fast cannot make virtual environments" in last_line(bootstrap(clone))


def test_a_system_python_without_venv_is_passed_over(clone: Path) -> None:
    has_system_python(clone, a_python(clone, "bare", makes_environments=False))
    a_python(clone, "python3", makes_environments=True)
    path = f"{clone}:{os.environ['PATH']}"
    assert "python3 cannot make virtual environments" in last_line(bootstrap(clone, PATH=path))


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
