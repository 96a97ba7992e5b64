"""THE table of processes: every process that a running Switchboard consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from switchboard.local.errors import LocalError


class Kind(StrEnum):
    """What a process does."""

    SERVE = "serve"
    """HTTP and sockets."""
    CONSUME = "consume"
    """Consumes Kafka, decides, publishes."""
    WORK = "work"
    """Runs jobs."""


@dataclass(frozen=True)
class Process:
    """One row: the process ``python -m switchboard.<service> <kind>``."""

    service: str
    kind: Kind

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.service}-{self.kind}"

    @property
    def arguments(self) -> tuple[str, str]:
        """What Python's ``-m`` gets."""
        return f"switchboard.{self.service}", str(self.kind)


PROCESSES = (
    Process("conversation", Kind.CONSUME),
    Process("gateway", Kind.CONSUME),
    Process("assistant", Kind.CONSUME),
    Process("assistant", Kind.WORK),
    Process("analysis", Kind.CONSUME),
    Process("analysis", Kind.WORK),
    Process("ticketing", Kind.CONSUME),
    Process("notification", Kind.CONSUME),
    Process("gateway", Kind.SERVE),
)

SERVICES = tuple(sorted({process.service for process in PROCESSES}))
"""Every service: one database and one migration each."""


@dataclass(frozen=True)
class Replica:
    """One running copy of a process."""

    process: Process
    number: int

    @property
    def name(self) -> str:
        """The process's name, with the number from the second copy on."""
        return f"{self.process.name}-{self.number}" if self.number else self.process.name


def replicas(scale: dict[str, int]) -> list[Replica]:
    """Every copy to run; ``scale`` gives numbers by service or by process name."""
    known = {process.name for process in PROCESSES} | set(SERVICES)
    for name in scale:
        if name not in known:
            raise LocalError(f"Nothing is called {name}: scale one of {', '.join(sorted(known))}.")
    return [
        Replica(process, number)
        for process in PROCESSES
        for number in range(scale.get(process.name, scale.get(process.service, 1)))
    ]
