"""Which topics a service hears, and who handles each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from switchboard.contracts.message import Message
from switchboard.contracts.topics import Start, Topic
from switchboard.runtime.roles import Decider, Projector, Translator


class Handlers(NamedTuple):
    """Who handles one type of message."""

    translators: tuple[Translator, ...]
    projectors: tuple[Projector, ...]


@dataclass
class Listeners:
    """Who hears one source topic."""

    start: Start
    translators: list[Translator] = field(default_factory=list)
    projectors: list[Projector] = field(default_factory=list)
    wanted: tuple[type[Message], ...] = ()
    names: frozenset[bytes] = frozenset()
    """The message types that anyone wants, without version; all else is passed over unread."""

    def add(self, role: "Translator | Projector") -> None:
        """Let a role hear too; the earliest start of all counts."""
        if role.start is Start.AT_START:
            self.start = Start.AT_START
        self.wanted = tuple(dict.fromkeys((*self.wanted, *role.wanted)))
        self.names = frozenset(message.message_type().encode() for message in self.wanted)

    @cached_property
    def handlers(self) -> dict[type[Message], Handlers]:
        """Who handles each type, once all roles are here: no record has them asked again."""
        return {message: self._handlers(message) for message in self.wanted}

    def _handlers(self, message: type[Message]) -> Handlers:
        return Handlers(
            tuple(role for role in self.translators if issubclass(message, role.wanted)),
            tuple(role for role in self.projectors if issubclass(message, role.wanted)),
        )


class Hearing:
    """The roles of a service, by topic."""

    def __init__(
        self,
        decider: Decider[Any] | None,
        translators: Sequence[Translator],
        projectors: Sequence[Projector],
    ) -> None:
        self.decider = decider
        self.listeners: dict[str, Listeners] = {}
        self.topics: dict[str, Topic] = {}
        if decider is not None:
            self.topics[decider.commands.name] = decider.commands
        for translator in translators:
            self._listen(translator).translators.append(translator)
        for projector in projectors:
            self._listen(projector).projectors.append(projector)

    def _listen(self, role: "Translator | Projector") -> Listeners:
        name = role.source.name
        if self.decider is not None and name == self.decider.commands.name:
            raise ValueError(f"{name} is decided; nothing else can hear it here")
        self.topics[name] = role.source
        listeners = self.listeners.setdefault(name, Listeners(role.start))
        listeners.add(role)
        return listeners

    @property
    def feeds(self) -> tuple[Topic, ...]:
        """The topics that the service states events and snapshots in."""
        return () if self.decider is None else self.decider.feeds

    def decides(self, topic: str) -> bool:
        """Whether the topic holds the decider's commands."""
        return self.decider is not None and topic == self.decider.commands.name

    def start_of(self, topic: str) -> Start:
        """Where a partition that was never read begins."""
        return Start.AT_START if self.decides(topic) else self.listeners[topic].start
