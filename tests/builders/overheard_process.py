"""A command that runs in a process of its own, and whose clients are overheard all the same.

The process writes what it overheard into a file; the test that started it has it searched.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

from tests.builders.listening import overhearing
from tests.builders.overhearing import Overheard

from switchboard.local.state import PROJECT


def run_overheard(
    overheard: Overheard,
    report: Path,
    module: str,
    *arguments: str,
    environment: dict[str, str] | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run a module as a command to its end, and take in what its clients were told.

    The report is a file that is not there yet.
    """
    line = [sys.executable, "-m", __name__, str(report), module, *arguments]
    ended = subprocess.run(
        line,
        cwd=PROJECT,
        env=environment or dict(os.environ),
        text=True,
        capture_output=True,
        check=False,
    )
    overheard.include(report.read_text("utf-8"))
    return ended


def _main(report: str, module: str, *arguments: str) -> None:
    heard = Overheard()
    sys.argv = [module, *arguments]
    try:
        with overhearing(heard):
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        Path(report).write_text(heard.dumped(), "utf-8")


if __name__ == "__main__":
    _main(*sys.argv[1:])
