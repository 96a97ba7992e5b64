"""Imports go one way, and the check that says so can fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
CONVERSATION = "services/conversation/src/switchboard/conversation"
VIOLATIONS = {
    "a service imports another service": (
        f"{CONVERSATION}/consumers.py",
        "import switchboard.ticketing.model",
        "packages",
    ),
    "a library imports a service": (
        "libs/runtime/src/switchboard/runtime/logs.py",
        "import switchboard.conversation.model",
        "packages",
    ),
    "contracts import the runtime": (
        "libs/contracts/src/switchboard/contracts/ids.py",
        "import switchboard.runtime.roles",
        "packages",
    ),
    "a decision imports a store": (
        f"{CONVERSATION}/decisions/take_over.py",
        "import switchboard.conversation.store",
        "inside-a-service",
    ),
    "a model imports a decision": (
        f"{CONVERSATION}/model/facts.py",
        "import switchboard.conversation.decisions",
        "inside-a-service",
    ),
    "a handler imports the settings": (
        f"{CONVERSATION}/handlers/decider.py",
        "import switchboard.conversation.settings",
        "settings",
    ),
}
_LINT = "from importlinter.cli import lint_imports_command as check; check()"


def _lint(project: Path, *contract: str) -> int:
    """Check the imports of a copy of the project, not of what is installed."""
    roots = [str(path) for path in sorted(project.glob("*/*/src"))]
    options = ["--no-cache", *(part for one in contract for part in ("--contract", one))]
    # What stands in PYTHONPATH is found before what is installed.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(roots)}
    line = [sys.executable, "-c", _LINT, *options]
    return subprocess.run(
        line, cwd=project, env=environment, capture_output=True, check=False
    ).returncode


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "*.lock", "node_modules")
    for folder in ("libs", "services"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_one_way(copy: Path) -> None:
    assert _lint(copy) == 0


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_an_import_the_other_way_is_found(copy: Path, violation: str) -> None:
    name, line, contract = VIOLATIONS[violation]
    file = copy / name
    assert _lint(copy, contract) == 0
    file.write_text(file.read_text("utf-8") + f"\n{line}\n")
    assert _lint(copy, contract) != 0
