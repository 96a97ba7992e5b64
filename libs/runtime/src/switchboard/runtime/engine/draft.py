"""What one transaction is going to store, and what is said once it has."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from switchboard.runtime.engine.places import Mark, Owned, Record
from switchboard.runtime.engine.records import Fault, headers_json
from switchboard.runtime.engine.statements import Statement
from switchboard.runtime.engine.timers import TimerKey
from switchboard.runtime.roles import Change, Incoming, Projector, Timer


@dataclass(slots=True)
class Decided:
    """A command that was decided, for good."""

    key: str
    command_id: UUID
    fingerprint: bytes
    outcome: Mapping[str, Any]


@dataclass(slots=True)
class Kept:
    """A record or deadline that was refused or parked, kept as it came."""

    owned: Owned
    offset: int | None
    key: bytes | None
    headers: str
    body: bytes | None
    fault: Fault
    time: datetime | None = None

    @classmethod
    def of(cls, owned: Owned, record: Record, fault: Fault) -> "Kept":
        """Keep a record."""
        time = datetime.fromtimestamp(record.timestamp / 1000, UTC)
        headers = headers_json(record)
        return cls(owned, record.offset, record.key, headers, record.value, fault, time)


@dataclass(slots=True)
class Outgoing:
    """A command to be sent, numbered within the partition that caused it."""

    owned: Owned
    number: int
    statement: Statement


@dataclass(slots=True)
class Draft:
    """Everything that a batch is going to change; nothing counts before `adopt`.

    Attributes:
        is_repair: whether it comes between batches and says nothing of what ended a process.
        tries_no_record: whether it holds deadlines alone, and says nothing of the next record.
        statements: what is published, in order.
        armed, disarmed: deadlines by partition.
        unparked: parked events, by offset, that were heard after all or dropped.
        entities: what changed, by key, as it is stored.
        still_parked: parked events that failed again, and with what.
        erased: the entities of which everything stored is overwritten.
    """

    now: datetime
    is_repair: bool = False
    tries_no_record: bool = False
    marks: dict[Owned, Mark] = field(default_factory=dict)
    events: list[Statement] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    outcomes: list[Statement] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    changes: list[Change[Any]] = field(default_factory=list)
    refused: list[Kept] = field(default_factory=list)
    parked: list[Kept] = field(default_factory=list)
    parked_keys: set[tuple[Owned, bytes]] = field(default_factory=set)
    unparked: list[tuple[Owned, int]] = field(default_factory=list)
    still_parked: list[tuple[Owned, int, Fault]] = field(default_factory=list)
    projected: defaultdict[Projector, list[Incoming]] = field(
        default_factory=lambda: defaultdict(list)
    )
    armed: dict[TimerKey, tuple[Owned, Timer]] = field(default_factory=dict)
    disarmed: dict[TimerKey, Owned] = field(default_factory=dict)
    paused: list[Owned] = field(default_factory=list)
    erased: dict[str, Owned] = field(default_factory=dict)
    entities: dict[str, tuple[Owned, Any]] = field(default_factory=dict)

    def mark(self, owned: Owned) -> Mark:
        """The partition's mark as this batch leaves it; asking makes it part of the batch."""
        mark = self.marks.get(owned)
        if mark is None:
            mark = self.marks[owned] = owned.mark.copy()
        return mark

    def say(self, owned: Owned, statement: Statement) -> None:
        """State a numbered event or snapshot, fed by this partition."""
        outputs = self.mark(owned).outputs
        place = (statement.topic, statement.partition)
        pos = outputs[place] = outputs.get(place, 0) + 1
        statement.number(pos)
        self.events.append(statement)

    def send(self, owned: Owned, statement: Statement) -> None:
        """Send a command because of a record of this partition."""
        mark = self.mark(owned)
        mark.last_outgoing += 1
        self.outgoing.append(Outgoing(owned, mark.last_outgoing, statement))

    def arm(self, owned: Owned, key: str, timer: Timer) -> None:
        """Set a deadline."""
        self.armed[key, timer.kind] = (owned, timer)
        self.disarmed.pop((key, timer.kind), None)

    def disarm(self, owned: Owned, place: TimerKey) -> None:
        """Clear a deadline."""
        self.disarmed[place] = owned
        self.armed.pop(place, None)

    def park(self, owned: Owned, record: Record, fault: Fault) -> None:
        """Set an event aside, with all later ones of its key."""
        self.parked.append(Kept.of(owned, record, fault))
        self.parked_keys.add((owned, record.key or b""))

    def statements(self) -> list[Statement]:
        """All that is published, each partition in order."""
        return [*self.events, *(sent.statement for sent in self.outgoing), *self.outcomes]

    @property
    def may_be_held(self) -> bool:
        """Whether nothing is lost if this is not stored: it only passes over what nobody wants.

        A partition whose last owner ended without a word is stored at once: what ended it is found
        by counting.
        """
        return not (
            self.projected
            or self.outgoing
            or self.parked
            or self.refused
            or any(owned.attempts is not None for owned in self.marks)
        )

    def hold(self) -> None:
        """Move on without a transaction; a later one stores how far."""
        for owned, mark in self.marks.items():
            owned.mark = mark

    def adopt(self) -> None:
        """The transaction has committed: what was drafted is so."""
        for owned, mark in self.marks.items():
            owned.outgoing_stored = mark.last_outgoing > owned.mark.last_outgoing
            owned.mark = mark
            owned.stored_offset = mark.next_offset
            if not self.is_repair:
                owned.attempts = None
        for place, owned in self.disarmed.items():
            owned.timers.clear(place)
        for (key, _), (owned, timer) in self.armed.items():
            owned.timers.set(key, timer)
        for owned, parked in self.parked_keys:
            owned.parked_keys.add(parked)
        for key, (owned, entity) in self.entities.items():
            owned.remember(key, entity)
        for key, owned in self.erased.items():
            owned.entities.pop(key, None)
