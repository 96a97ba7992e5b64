"""Starting in the background, stopping from elsewhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from switchboard.local.errors import LocalError
from switchboard.local.state import PROJECT
from switchboard.local.supervisor import end_left_overs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from switchboard.local.children import Identity
    from switchboard.local.state import State

START_SECONDS = 600.0
STOP_SECONDS = 60.0


def start_detached(state: State, options: Sequence[str]) -> str:
    """Start a supervisor that outlives us; returns its welcome once every part is ready.

    Raises:
        LocalError: It ended before that, or takes too long.
    """
    output = state.logs / "supervisor.log"
    line = [sys.executable, "-m", "switchboard.local", "up", "--state", str(state.folder), *options]
    state.processes.ready_file.unlink(missing_ok=True)
    with output.open("wb") as stream:
        supervisor = subprocess.Popen(  # noqa: S603 - our own command
            line, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
            start_new_session=True,
        )  # fmt: skip
    limit = time.monotonic() + START_SECONDS
    while not state.processes.ready_file.exists():
        if supervisor.poll() is not None:
            raise LocalError(_last_line(output.read_text(errors="replace")))
        if time.monotonic() > limit:
            raise LocalError("It is not ready yet: see `switchboard status`.")
        time.sleep(0.1)
    return state.processes.ready_file.read_text()


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "The supervisor ended at once: run `switchboard up` to see why."


def stop(state: State) -> bool:
    """Stop the supervisor of this folder and all it runs; False if none ran.

    What a killed supervisor left behind is ended too.
    """
    supervisor = state.supervisor()
    if supervisor:
        os.kill(supervisor.pid, signal.SIGTERM)
        _wait_for_the_end(supervisor)
    with state.held():
        end_left_overs(state)
    return supervisor is not None


def _wait_for_the_end(supervisor: Identity) -> None:
    limit = time.monotonic() + STOP_SECONDS
    while supervisor.is_running():
        if time.monotonic() > limit:
            os.kill(supervisor.pid, signal.SIGKILL)
        time.sleep(0.05)
