"""What a poll's decisions are made of: what came in, and what was loaded for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from switchboard.runtime.engine.draft import Decided
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.engine.records import Reading
from switchboard.runtime.engine.statements import Cause
from switchboard.runtime.roles import Timer

DecidedKey: TypeAlias = tuple[str, UUID]
"""An entity's key and a command id."""


@dataclass(slots=True)
class Command:
    """A command of this poll."""

    owned: Owned
    reading: Reading


@dataclass(slots=True)
class Deadline:
    """A deadline of this poll that has come."""

    owned: Owned
    key: str
    timer: Timer


@dataclass
class Memory:
    """What was loaded for this poll, and what the decisions have made of it.

    Attributes:
        states: entities as they are now.
        loaded: entities as they were stored.
        decided: commands that were decided before, also earlier in this poll.
        facts: what the decider asked for besides.
        touched: why each entity was last changed in this poll.
        timers: the deadlines of entities as they are now, of those that were asked for.
    """

    states: dict[str, Any]
    decided: dict[DecidedKey, Decided]
    facts: Any
    loaded: Mapping[str, Any] = field(init=False)
    touched: dict[str, tuple[Owned, Cause]] = field(default_factory=dict)
    timers: dict[str, Sequence[Timer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.loaded = dict(self.states)
