"""Asking the service in memory, with a plain model listening to what it states."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine
from tests.builders import conversation as a
from tests.builders.desk import Desk, a_record, on_its_way
from tests.unit.conversation.plain_model import Heard

from switchboard.contracts.envelope import Chain, Opening, read_envelope
from switchboard.contracts.events import conversation as events
from switchboard.contracts.message import Message
from switchboard.conversation.model.facts import Facts, Member
from switchboard.runtime.engine.draft import Draft
from switchboard.runtime.engine.parked import ParkedRecord
from switchboard.runtime.roles import Timer

WAITS = 3
"""The partition of outcomes that a gateway listens to; a service waits for none."""
REFUSED_TO_A_SERVICE = (events.CommandRefused, events.AiReplyDiscarded)


@dataclass(frozen=True)
class Asked:
    """A command that was decided, and what came of it when it was.

    Attributes:
        sent: the commands that it called for.
    """

    record: ParkedRecord
    outcome: dict[str, Any]
    sent: tuple[tuple[str, UUID], ...]

    @property
    def key(self) -> str:
        """The conversation that it is for."""
        return self.record.key.decode()

    @property
    def id(self) -> UUID:
        """The command's."""
        return read_envelope(self.record.headers).id


class Asking(RuleBasedStateMachine):
    """Somebody who asks whatever they like, and hears what is stated.

    Args:
        tally: counts what happened, over all runs.

    Attributes:
        heard: what the plain model knows of each conversation.
        on_the_way: what the service has sent to itself.
        over: the deadlines that have fired.
        stored: the commands whose message is stored.
    """

    def __init__(self, tally: Counter[str]) -> None:
        super().__init__()
        self.tally = tally
        self.desk = Desk()
        self.heard: dict[str, Heard] = {}
        self.asked: list[Asked] = []
        self.on_the_way: list[ParkedRecord] = []
        self.proposals: list[Message] = []
        self.over: list[tuple[str, Timer]] = []
        self.stored: set[UUID] = set()
        self.now = a.NOW
        self.online = frozenset({a.ANNA, a.BEN})
        self.away: frozenset[Any] = frozenset()
        self.ai_enabled = True
        self.count = 0

    @property
    def facts(self) -> Facts:
        """What decisions know besides, as of now."""
        team = {member: Member(member, "Somebody", active=True) for member in (a.ANNA, a.BEN)}
        theirs: dict[UUID, tuple[UUID, ...]] = {}
        for one in self.desk.states.values():
            for subject in {one.visitor_id, one.person_id} - {None}:
                theirs[subject] = (*theirs.get(subject, ()), one.id)
        return Facts(
            members=team,
            online=self.online,
            away=self.away,
            ai_enabled=self.ai_enabled,
            conversations=theirs,
        )

    def ask(
        self, command: Message, *, chain: Chain | None = None, waits: int | None = WAITS
    ) -> None:
        """Ask something new, under an id of its own."""
        self.count += 1
        envelope = a.an_envelope(f"command {self.count}", Opening.VISITOR_DOOR, chain)
        self.decide(a_record(command, envelope._replace(outcome_partition=waits)))

    def decide(self, record: ParkedRecord) -> None:
        """Have a command decided that was not decided before."""
        envelope = read_envelope(record.headers)
        exists = record.key.decode() in self.desk.states
        draft = self.desk.command(record, self.facts, self.now)
        self.take(draft)
        decided = self.desk.outcome(record, envelope.id)
        assert decided is not None
        sent = tuple(named(on_its_way(one.statement)) for one in draft.outgoing)
        first = Asked(record, dict(decided.outcome), sent)
        self.asked.append(first)
        self.tally[envelope.type] += 1
        told = _told(draft)
        if envelope.outcome_partition is None and exists and first.outcome.get("accepted") is False:
            assert any(isinstance(fact, REFUSED_TO_A_SERVICE) for fact in _facts(draft))
        assert not told or told == [{**told[0], **_plain(first.outcome), "repeated": False}]

    def take(self, draft: Draft) -> None:
        """Hear what is stated; what is sent is on its way."""
        assert draft.refused == [], "a rule failed"
        for change in draft.changes:
            for say in change.says:
                self.heard.setdefault(change.key, Heard()).hear(say.message)
                self._note(say.message, change.cause.envelope.id if change.cause else None)
        self.on_the_way += [on_its_way(one.statement) for one in draft.outgoing]

    def _note(self, fact: Message, cause: UUID | None) -> None:
        if isinstance(fact, events.UserMessageSent):
            assert cause is not None
            assert cause not in self.stored, "one message was stored twice"
            self.stored.add(cause)
        if isinstance(fact, events.TurnOpened):
            about = {"conversation_id": fact.conversation_id}
            for make in (a.ai_ticket, a.ai_reply, a.ai_hand_off):
                self.proposals.append(make(fact.turn, fact.epoch).model_copy(update=about))

    def is_repeated(self, first: Asked) -> None:
        """A repeat changes nothing and says what came of the first."""
        draft = self._without_a_change(first.record)
        sent = tuple(named(on_its_way(one.statement)) for one in draft.outgoing)
        if first.outcome.get("forwarded"):
            self.tally["forwarded again"] += 1
            assert sent[0] == first.sent[0]
            self.on_the_way += [on_its_way(one.statement) for one in draft.outgoing]
            return
        self.tally["told again"] += 1
        assert sent == ()
        for told in _told(draft):
            assert told == {**told, **_plain(first.outcome), "repeated": True}

    def is_refused(self, first: Asked) -> None:
        """Another command under its id is a conflict, and what came of the first stays."""
        about = UUID(first.key)
        other = a.note(text="Something else").model_copy(update={"conversation_id": about})
        record = a_record(other, read_envelope(first.record.headers))
        if self.heard.get(first.key, Heard()).erased:  # nothing is left to tell it by
            self.tally["known by its id alone"] += 1
            self._without_a_change(record)
            return
        self.tally["id reused"] += 1
        before = self.desk.states.get(first.key)
        draft = self.desk.command(record, self.facts, self.now)
        self.take(draft)
        assert [told["code"] for told in _told(draft)] in ([], ["command_id_reused"])
        facts = _facts(draft)
        owed = before is not None and read_envelope(record.headers).outcome_partition is None
        assert [type(fact) for fact in facts] == [events.CommandRefused] * owed
        decided = self.desk.outcome(record, first.id)
        assert decided is not None
        assert decided.outcome == first.outcome

    def _without_a_change(self, record: ParkedRecord) -> Draft:
        before = dict(self.desk.states)
        draft = self.desk.command(record, self.facts, self.now)
        assert draft.refused == []
        assert draft.changes == draft.events == []
        assert all(self.desk.states[key] is before[key] for key in self.desk.states)
        return draft

    def fired(self, key: str, timer: Timer) -> list[Timer]:
        """Let a deadline fire; the same deadline again if it is due at once."""
        self.take(self.desk.deadline(key, timer, self.facts, self.now))
        self.over.append((key, timer))
        same = [t for k, t in self.desk.timers() if (k, t.kind) == (key, timer.kind)]
        return [t for t in same if t.due_at <= self.now]


def named(record: ParkedRecord) -> tuple[str, UUID]:
    """The conversation that a command is for, and its id."""
    return record.key.decode(), read_envelope(record.headers).id


def _facts(draft: Draft) -> list[Message]:
    said = [say.message for change in draft.changes for say in change.says]
    return [message for message in said if isinstance(message, events.ConversationEvent)]


def _told(draft: Draft) -> list[dict[str, Any]]:
    """The outcomes that go to whoever waits."""
    return [json.loads(statement.body) for statement in draft.outcomes]


def _plain(outcome: dict[str, Any]) -> dict[str, Any]:
    """What the sender is told of an outcome as it is stored."""
    code = {"code": outcome["code"]} if "code" in outcome else {}
    return {"accepted": outcome["accepted"], "data": outcome["data"], **code}
