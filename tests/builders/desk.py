"""The conversation service without servers: the engine's own decisions on what memory holds."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.conversation.handlers.decider import ConversationDecider
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts, Limits
from switchboard.conversation.store.facts import FactsSource
from switchboard.runtime.engine.deciding import Deciding
from switchboard.runtime.engine.draft import Decided, Draft
from switchboard.runtime.engine.memory import Command, Deadline, DecidedKey, Memory
from switchboard.runtime.engine.parked import ParkedRecord
from switchboard.runtime.engine.places import Mark, Owned
from switchboard.runtime.engine.records import read_command
from switchboard.runtime.engine.statements import Speaker, Statement
from switchboard.runtime.roles import Timer

_TOPIC = CONVERSATION_COMMANDS_TOPIC
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 900_000


def a_record(command: Message, envelope: Envelope) -> ParkedRecord:
    """A command as its sender puts it on the topic."""
    told = envelope._replace(type=command.ce_type())
    return _record(command.key, encode(command), told.headers())


def on_its_way(statement: Statement) -> ParkedRecord:
    """A command that the service itself sent, as it arrives."""
    return _record(statement.key, statement.body, statement.headers)


def _record(key: str, body: bytes, headers: list[tuple[str, bytes]]) -> ParkedRecord:
    partition = partition_of(key, _TOPIC.partitions)
    return ParkedRecord(partition, 0, key.encode(), body, tuple(headers), 0)


@dataclass
class Desk:
    """One command or deadline after the other, each a batch of its own.

    Attributes:
        states: the conversations, by key.
        decided: what was decided, as the database remembers it.
    """

    states: dict[str, Conversation] = field(default_factory=dict)
    decided: dict[DecidedKey, Decided] = field(default_factory=dict)
    _owned: dict[int, Owned] = field(default_factory=dict)
    _decider: ConversationDecider = field(
        default_factory=lambda: ConversationDecider(
            FactsSource(Limits(), lambda: datetime.now(UTC), _EPOCH)
        )
    )

    def command(self, record: ParkedRecord, facts: Facts, now: datetime) -> Draft:
        """Decide a command; what is drafted is so."""
        owned = self._owner(record.partition)
        draft, deciding = self._begun(owned, facts, now)
        deciding.command(Command(owned, read_command(_TOPIC, record)))
        return self._done(draft, deciding)

    def deadline(self, key: str, timer: Timer, facts: Facts, now: datetime) -> Draft:
        """Decide a deadline that has come."""
        owned = self._owner(partition_of(key, _TOPIC.partitions))
        draft, deciding = self._begun(owned, facts, now)
        deciding.deadline(Deadline(owned, key, timer))
        return self._done(draft, deciding)

    def outcome(self, record: ParkedRecord, identifier: UUID) -> Decided | None:
        """What was decided of a command, if anything was."""
        return self.decided.get((record.key.decode(), identifier))

    def timers(self) -> list[tuple[str, Timer]]:
        """All deadlines that the engine has noted, the next one first."""
        last = datetime.max.replace(tzinfo=UTC)
        books = [owned.timers for owned in self._owned.values()]
        noted = [entry for book in books for entry in book.due(last, len(book))]
        return sorted(noted, key=lambda entry: (entry[1].due_at, entry))

    def _owner(self, partition: int) -> Owned:
        if partition not in self._owned:
            mark = Mark(0, None, None, 0, _EPOCH, 0, {})
            self._owned[partition] = Owned(_TOPIC, partition, 1, mark, 0)
        return self._owned[partition]

    def _begun(self, owned: Owned, facts: Facts, now: datetime) -> tuple[Draft, Deciding]:
        draft = Draft(max(now, owned.mark.rule_time))
        draft.mark(owned).rule_time = draft.now
        speaker = Speaker("/switchboard/conversation", _LARGEST, draft.now)
        memory: Any = Memory(self.states, self.decided, facts)
        return draft, Deciding(self._decider, speaker, memory, draft)

    def _done(self, draft: Draft, deciding: Deciding) -> Draft:
        deciding.finish()
        draft.adopt()
        for (key, _), decided in self.decided.items():
            if key in draft.erased:
                decided.fingerprint = b""  # as the procedure `erase` does
        return draft
