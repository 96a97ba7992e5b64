"""What decisions know besides their own entity: values, loaded once a poll, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from switchboard.contracts.commands.conversation import Citation


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that an operator can change."""

    run: timedelta = timedelta(seconds=20)
    """The longest that a run looks for an answer."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who found an answer, and where."""

    engine: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one poll.

    Attributes:
        found: what the newest run of a conversation found, by the run's job.
    """

    limits: Limits = field(default_factory=Limits)
    found: Mapping[UUID, Provenance] = field(default_factory=dict)
