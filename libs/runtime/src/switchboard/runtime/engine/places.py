"""The partitions that this process owns, and how far each is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from switchboard.contracts.topics import Kind, Topic
from switchboard.runtime.engine.timers import TimerBook

Place: TypeAlias = tuple[str, int]
"""A topic, named as in the registry, and a partition."""

Record: TypeAlias = Any
"""An aiokafka `ConsumerRecord`."""

_MOST_ENTITIES = 2_000
"""Of one partition, in memory: those that are talked about now, and then some."""


@dataclass(slots=True)
class Mark:
    """How far a partition is; a batch works on a copy, which counts once it has committed.

    Attributes:
        fingerprint: of the record before `next_offset`.
        last_pos: the newest `pos` read, on a positioned topic; None before the first.
        last_outgoing: number of the newest command sent because of this partition.
        rule_time: the newest time that a rule was given.
        parked_run: how many events were parked one after the other, up to now.
        outputs: the newest `pos` of each partition that this one feeds.
    """

    next_offset: int
    fingerprint: bytes | None
    last_pos: int | None
    last_outgoing: int
    rule_time: datetime
    parked_run: int
    outputs: dict[Place, int]

    def copy(self) -> "Mark":
        """A mark that can be moved without moving this one."""
        return Mark(
            self.next_offset,
            self.fingerprint,
            self.last_pos,
            self.last_outgoing,
            self.rule_time,
            self.parked_run,
            dict(self.outputs),
        )


@dataclass(slots=True, eq=False)
class Owned:
    """A claimed partition.

    Attributes:
        epoch: of this claim; a later claim raises the stored one and so ends this ownership.
        end_at_claim: where the log ended when it was claimed; before that it is catching up.
        stored_offset: the mark's next offset as the database has it; behind while a poll is held.
        timers: its deadlines, as stored.
        parked_keys: keys whose events wait behind a parked one.
        outgoing_stored: whether rows of published commands are still to be deleted.
        paused: whether it waits for a repair or a deploy.
        entities: of this partition's keys, as stored, for deciders that keep them in memory.
        attempts: batches begun at this offset after unclean ends; None once one has committed.
    """

    topic: Topic
    partition: int
    epoch: int
    mark: Mark
    end_at_claim: int
    stored_offset: int = field(init=False)
    timers: TimerBook = field(default_factory=TimerBook)
    parked_keys: set[bytes] = field(default_factory=set)
    outgoing_stored: bool = False
    paused: bool = False
    attempts: int | None = None
    entities: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stored_offset = self.mark.next_offset

    def remember(self, key: str, entity: Any) -> None:
        """Keep an entity as it was just stored; when there are too many, begin anew."""
        if len(self.entities) >= _MOST_ENTITIES:
            self.entities.clear()
        self.entities[key] = entity

    @property
    def is_held(self) -> bool:
        """Whether it was read further than is stored, through records that changed nothing."""
        return self.mark.next_offset != self.stored_offset

    @property
    def place(self) -> Place:
        """Its name."""
        return self.topic.name, self.partition

    @property
    def commanded(self) -> bool:
        """Whether it holds commands."""
        return self.topic.kind is Kind.COMMANDS

    @property
    def caught_up(self) -> bool:
        """Whether everything that was there at the claim has been read."""
        return self.mark.next_offset >= self.end_at_claim
