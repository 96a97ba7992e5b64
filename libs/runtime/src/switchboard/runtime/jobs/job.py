"""What a job is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

JsonObject: TypeAlias = Mapping[str, Any]


class Lane(StrEnum):
    """Which workers take a job; a heap of one kind never delays the other."""

    LIVE = "live"
    """Somebody waits for it."""
    BULK = "bulk"
    """Nobody does."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job as a decision calls for it.

    Attributes:
        id: derived from the command, so that the same decision makes the same job.
        key: the entity that it is for.
        give_up_at: after this moment it is not tried again; None if only attempts count.
    """

    id: UUID
    kind: str
    lane: Lane
    key: str
    payload: JsonObject
    give_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a worker holds it.

    Attributes:
        attempts: how often it was taken, this time included.
        seconds_left: until its end of patience, as of the taking; None if it has none.
        result: what is to be said, if some run has found it already.
        lease: names this taking.
    """

    id: UUID
    kind: str
    key: str
    payload: JsonObject
    created_at: datetime
    attempts: int
    seconds_left: float | None
    result: JsonObject | None
    lease: UUID
