"""Looks at a running Switchboard from outside."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from switchboard.local.errors import LocalError
from switchboard.local.processes import PROCESSES
from switchboard.local.runnables import RunningServer, says_ready

if TYPE_CHECKING:
    from switchboard.local.state import Recorded, State

EXPECTED = ("postgres", "kafka", *(process.name for process in PROCESSES), "demo-site")


@dataclass(frozen=True)
class PartStatus:
    """One part as seen from outside."""

    name: str
    pid: int | None
    condition: str

    @property
    def is_ready(self) -> bool:
        """Whether it does its work."""
        return self.condition == "ready"


async def look(state: State) -> list[PartStatus]:
    """Every part that should run, whether it does or not.

    Raises:
        LocalError: Nothing runs in this folder.
    """
    if state.supervisor() is None:
        raise LocalError(f"Switchboard does not run in {state.folder}: start it with `make run`.")
    recorded = state.processes.read()
    names = [*EXPECTED, *(name for name in recorded if name not in EXPECTED)]
    return list(await asyncio.gather(*(_look_at(state, name, recorded) for name in names)))


async def _look_at(state: State, name: str, recorded: dict[str, Recorded]) -> PartStatus:
    row = recorded.get(name)
    if row is None:
        return PartStatus(name, None, "not started yet")
    if not row.identity.is_running():
        return PartStatus(name, None, "starting again")
    ready = await _is_ready(state, name, row)
    return PartStatus(name, row.identity.pid, "ready" if ready else "not ready")


async def _is_ready(state: State, name: str, row: Recorded) -> bool:
    if row.health_port is not None:
        return await says_ready(row.health_port)
    server = state.kafka if name == "kafka" else state.postgres
    return await RunningServer(server).is_ready()
