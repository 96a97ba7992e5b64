"""Builds the web with the Node on the machine, or with the one from PyPI."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from switchboard.local.children import Command
from switchboard.local.errors import LocalError
from switchboard.local.fingerprint import fingerprint

OLDEST_NODE = (20, 19)


@dataclass(frozen=True)
class Step:
    """One command of the build, and the file that remembers for which inputs it was done."""

    command: Command
    stamp: Path
    inputs: str
    failure: str

    def is_due(self) -> bool:
        """Whether the inputs differ from those of the last time."""
        return not self.stamp.is_file() or self.stamp.read_text() != self.inputs

    def done(self) -> None:
        """Remember."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.inputs)


def steps(folder: Path) -> list[Step]:
    """What is to be done to have the web of this folder built; nothing if nothing changed.

    Raises:
        LocalError: There is no web in this folder.
    """
    if not (folder / "package.json").is_file():
        raise LocalError(f"{folder} has no package.json: get a complete clone.")
    return [step for step in (_install(folder), _build(folder)) if step.is_due()]


def build(folder: Path) -> None:
    """Do all that is due, in the foreground.

    Raises:
        LocalError: A step failed; what it printed says why.
    """
    _do(steps(folder))


def check(folder: Path) -> None:
    """Check types, lint and test the web in the foreground, if anything changed.

    Raises:
        LocalError: A step failed; what it printed says why.
    """
    _do([step for step in (_install(folder), _check(folder)) if step.is_due()])


def _do(due: list[Step]) -> None:
    for step in due:
        line = list(step.command.arguments)
        status = subprocess.call(line, cwd=step.command.folder, env=dict(step.command.environment))  # noqa: S603
        if status != 0:
            raise LocalError(step.failure)
        step.done()


def _install(folder: Path) -> Step:
    lock = (folder / "package-lock.json").read_bytes()
    return Step(
        _npm(folder, "ci", "--no-audit", "--no-fund"),
        folder / "node_modules" / ".switchboard-stamp",
        hashlib.sha256(lock).hexdigest(),
        "The web's packages could not be installed (see above): check the network or proxy to "
        "the npm registry, then run the same command again.",
    )


def _build(folder: Path) -> Step:
    return Step(
        _npm(folder, "run", "build"),
        folder / "dist" / ".switchboard-stamp",
        fingerprint(folder),
        "The web could not be built: the lines above say why.",
    )


def _check(folder: Path) -> Step:
    return Step(
        _npm(folder, "run", "check"),
        folder / "node_modules" / ".switchboard-checked",
        fingerprint(folder),
        "The web's types, lint or tests fail: the lines above say where.",
    )


def _npm(folder: Path, *arguments: str) -> Command:
    path = node_path()
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise LocalError("There is no npm for this system: install Node 20 or newer.")
    return Command((npm, *arguments), folder, {**os.environ, "PATH": path, "NO_COLOR": "1"})


def node_path() -> str:
    """A PATH on which `node` is new enough: the machine's if it is, else the one from PyPI."""
    path = os.environ.get("PATH", os.defpath)
    if _node_version(path) >= OLDEST_NODE and shutil.which("npm", path=path):
        return path
    return f"{Path(sys.executable).parent}{os.pathsep}{path}"


def _node_version(path: str) -> tuple[int, ...]:
    """The version of the `node` on this PATH, nothing if there is none that runs."""
    node = shutil.which("node", path=path)
    if node is None:
        return ()
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    numbers = answer.stdout.strip().removeprefix("v").split(".")
    return tuple(int(number) for number in numbers if number.isdigit())
