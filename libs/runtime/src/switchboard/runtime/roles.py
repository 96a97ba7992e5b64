"""What a service gives to the engine: deciders, translators and projectors.

A *decider* owns the service's entities: it turns commands of its own topic into state and events.
A *translator* turns what others state into commands of one's own topic.
A *projector* mirrors one source topic into tables.

The engine owns offsets, transactions, ids, numbers (`pos`), errors and publishing (design §3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar
from uuid import UUID

from switchboard.contracts.envelope import Chain, Envelope, Opening
from switchboard.contracts.message import Message
from switchboard.contracts.topics import Start, Topic

Connection: TypeAlias = Any
"""An asyncpg connection inside the batch's transaction."""

StateT = TypeVar("StateT")


class Incoming(NamedTuple):
    """One decoded record.

    Attributes:
        body: the message as it stands on the topic, for mirrors that hand it on as it is.
        forwarded_to: of a repeated command, the key that it was forwarded to before; the decision
            has to forward it there again.
    """

    topic: str
    partition: int
    offset: int
    key: str
    time: datetime
    """The record's Kafka time; only presence may use it."""
    envelope: Envelope
    message: Message
    forwarded_to: str | None = None
    body: bytes = b""


class Say(NamedTuple):
    """One event or snapshot to state.

    Attributes:
        answer: whether this is the one answer to the command, in its audience.
    """

    topic: Topic
    message: Message
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """One command for another key or another service.

    Attributes:
        id: derived, so that the receiver drops repeats.
        causation_id: None when a forward keeps the original's causation.
        outcome_partition: kept by a forward, so that the last owner answers.
    """

    topic: Topic
    message: Message
    id: UUID
    opening: Opening | None = None
    outcome_partition: int | None = None
    correlation_id: UUID | None = None
    chain: Chain | None = None


class Timer(NamedTuple):
    """A deadline of an entity: one a kind, replaced as a whole by each decision.

    Attributes:
        set_at_seq: names this setting; a fired timer is current only if it is still equal.
    """

    kind: str
    due_at: datetime
    set_at_seq: int


@dataclass(frozen=True, slots=True)
class Accepted(Generic[StateT]):
    """A decision that changed something, or changed nothing and is fine.

    Attributes:
        state: the entity as it is now.
        says: events in order; snapshots are taken by `Decider.snapshot`, once a poll.
        sends: commands for others.
        data: goes into the outcome if no event answers (ids, numbers, codes; never text).
        erases: all that is stored of the entity is overwritten, this decision's events included.
    """

    state: StateT
    says: tuple[Say, ...] = ()
    sends: tuple[Send, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    erases: bool = False


@dataclass(frozen=True, slots=True)
class Refused(Generic[StateT]):
    """A decision against.

    Attributes:
        code: stable, from the service's closed list.
        data: for the client, e.g. the winner's name; never message text.
        state: the entity, when the refusal itself is a fact worth stating (a discarded AI reply).
        says: the facts of the refusal, e.g. `AiReplyDiscarded`.
        forgets: whether not even a digest of what was asked is kept: a short text can be guessed.
            A repeat is then known by its id alone.
    """

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    state: StateT | None = None
    says: tuple[Say, ...] = ()
    sends: tuple[Send, ...] = ()
    forgets: bool = False


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The command belongs to another key: sent on with the same id; its receiver answers.

    Attributes:
        then: commands right behind it; their ids are derived, so that a repeat repeats them too.
    """

    send: Send
    then: tuple[Send, ...] = ()


Decision: TypeAlias = "Accepted[StateT] | Refused[StateT] | Forwarded"


@dataclass(frozen=True, slots=True)
class Change(Generic[StateT]):
    """What one decision made of one entity, for `Decider.save`.

    Attributes:
        before: the entity when the decision was made; None if it did not exist.
        cause: the command, or None for a deadline.
    """

    key: str
    before: StateT | None
    after: StateT
    says: tuple[Say, ...]
    cause: Incoming | None


class Decider(Protocol[StateT]):
    """The rules of the entities behind one commands topic."""

    commands: Topic
    """The topic that it obeys."""

    feeds: tuple[Topic, ...]
    """The topics that it states events and snapshots in."""

    keeps_entities: bool
    """Whether they may be kept in memory between polls: they are immutable, and only `save` and an
    erasure change what `load` would read."""

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> Any:
        """The values that decisions of this poll need besides their own entity.

        Members, presence, settings, reserved numbers: loaded once a poll, passed to each decision.
        """

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, StateT]:
        """The stored entities among these keys, in one SELECT."""

    def decide(
        self, state: StateT | None, command: Incoming, facts: Any, now: datetime
    ) -> "Decision[StateT]":
        """Decide one command: a pure function."""

    def due(
        self, state: StateT, timer: Timer, facts: Any, now: datetime
    ) -> "Accepted[StateT] | None":
        """Decide a deadline that is still current: a pure function; None if it is moot."""

    def timers(self, state: StateT) -> Sequence[Timer]:
        """The deadlines that the entity has now; the engine stores them."""

    def snapshot(self, state: StateT) -> Say | None:
        """The entity for the compacted topic, taken once a poll; None if there is none."""

    def refusal(
        self, state: StateT, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> "Accepted[StateT] | None":
        """The event that tells a service that its own command was refused; None if none is owed."""

    async def save(self, connection: Connection, changes: Sequence[Change[StateT]]) -> None:
        """Store the changes of a poll with a handful of array statements."""


class Translator(Protocol):
    """Turns the events of one source topic into commands of one's own topic."""

    source: Topic
    start: Start
    wanted: tuple[type[Message], ...]
    """What is decoded; every other type is passed over unread."""

    def translate(self, event: Incoming) -> Sequence[Send]:
        """The commands that an event calls for: a pure function of the event alone."""


class Projector(Protocol):
    """Mirrors one source topic into tables of one's own."""

    source: Topic
    start: Start
    wanted: tuple[type[Message], ...]

    async def apply(self, connection: Connection, events: Sequence[Incoming]) -> None:
        """Store what the events of a poll say, in order, with array statements."""
