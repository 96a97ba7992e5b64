"""The audit: what was sent against what one view holds. Pure: it sees values, no server."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from switchboard.contracts.words import Source
from switchboard.local.replay.facts import Fact, Kind, View
from switchboard.local.replay.played import Played, Sent

_PEOPLE = (Source.USER, Source.AGENT)


class Fault(StrEnum):
    """What can be wrong with what is stored."""

    NOT_PLAYED = "not_played"
    MISSING = "missing"
    DOUBLED = "doubled"
    WRONG_SOURCE = "wrong_source"
    OUT_OF_ORDER = "out_of_order"
    NEVER_SENT = "never_sent"
    NUMBER_DOUBLED = "number_doubled"
    NUMBER_MISSING = "number_missing"
    NUMBER_OUT_OF_ORDER = "number_out_of_order"
    ENDS_EARLY = "ends_early"
    NOT_CLOSED = "not_closed"
    CLOSED_TWICE = "closed_twice"
    AFTER_CLOSE = "after_close"
    NOT_ANALYSED = "not_analysed"
    ANALYSED_TWICE = "analysed_twice"
    DIFFERS = "differs"
    TOO_FEW_LOST_REPLIES = "too_few_lost_replies"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        where: the view, or another place such as a topic's partition.
        name: the recording, if it is about one.
    """

    fault: Fault
    where: str
    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.fault.value}: {self.name} ({self.where}): {self.detail}"


@dataclass(frozen=True)
class Holding:
    """What one view holds of the replay, in the order in which it gives it.

    Attributes:
        heads: the newest number of each conversation as the database had it, before the view was
            read; the view must reach it. Not known where the view numbers only messages.
    """

    view: View
    facts: Sequence[Fact]
    heads: Mapping[UUID, int] | None = None


def audit(played: Sequence[Played], holding: Holding) -> list[Finding]:
    """Everything in a view that is not as it must be.

    Each message that was sent is there exactly once, in the order of its conversation, from the
    source that sent it; matched by the command's id, never by text. Numbers are gap-free. The
    conversation is closed once, and nobody writes after it.
    """
    stored = by_conversation(holding.facts)
    findings: list[Finding] = []
    for one in played:
        facts = stored.get(one.conversation_id, [])
        where = holding.view.value
        findings += _named(_messages(one.messages, facts), where, one)
        if holding.heads is not None:
            head = holding.heads.get(one.conversation_id, 0)
            findings += _named(_numbers([fact.number for fact in facts], head), where, one)
            findings += _named(_closing(facts), where, one)
    return findings


def by_conversation(facts: Iterable[Fact]) -> dict[UUID, list[Fact]]:
    """The facts of each conversation, in the order given."""
    sorted_out: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        sorted_out[fact.conversation_id].append(fact)
    return sorted_out


Flaw = tuple[Fault, str]


def _named(flaws: Iterable[Flaw], where: str, one: Played) -> list[Finding]:
    return [Finding(fault, where, one.name, detail) for fault, detail in flaws]


def _messages(sent: Sequence[Sent], facts: Sequence[Fact]) -> Iterator[Flaw]:
    stored = [f for f in facts if f.kind is Kind.MESSAGE and f.source in _PEOPLE]
    expected = {one.command_id: one for one in sent}
    times = Counter(fact.command_id for fact in stored)
    for one in sent:
        if times[one.command_id] == 0:
            yield Fault.MISSING, f"message {one.position} of the {one.source.value}"
        elif times[one.command_id] > 1:
            yield Fault.DOUBLED, f"message {one.position} is there {times[one.command_id]} times"
    last = -1
    for fact in stored:
        found = expected.get(fact.command_id) if fact.command_id else None
        if found is None:
            yield Fault.NEVER_SENT, f"number {fact.number} is no message of this replay"
            continue
        if found.source is not fact.source:
            yield Fault.WRONG_SOURCE, f"message {found.position} is stored as {fact.source}"
        if found.position < last:
            yield Fault.OUT_OF_ORDER, f"message {found.position} comes after message {last}"
        last = max(last, found.position)


def _numbers(numbers: Sequence[int], head: int) -> Iterator[Flaw]:
    last = 0
    for number in numbers:
        if number == last:
            yield Fault.NUMBER_DOUBLED, f"number {number}"
        elif number < last:
            yield Fault.NUMBER_OUT_OF_ORDER, f"number {number} comes after {last}"
        elif number > last + 1:
            yield Fault.NUMBER_MISSING, f"between {last} and {number}"
        last = max(last, number)
    if last < head:
        yield Fault.ENDS_EARLY, f"at {last}, and the conversation is at {head}"


def _closing(facts: Sequence[Fact]) -> Iterator[Flaw]:
    closed = [index for index, fact in enumerate(facts) if fact.kind is Kind.CLOSED]
    if not closed:
        yield Fault.NOT_CLOSED, "no fact closes the conversation"
        return
    if len(closed) > 1:
        yield Fault.CLOSED_TWICE, f"{len(closed)} facts close the conversation"
    late = [f for f in facts[closed[0] :] if f.source in (*_PEOPLE, Source.AI)]
    if late:
        yield Fault.AFTER_CLOSE, f"number {late[0].number} of the {late[0].source}"


def audit_rows(played: Sequence[Played], rows: Holding, events: Holding) -> list[Finding]:
    """The message rows are those that the events tell of, also the AI's and the system's."""
    stored, stated = by_conversation(rows.facts), by_conversation(events.facts)
    findings = []
    for one in played:
        told = [f for f in stated.get(one.conversation_id, []) if f.kind is Kind.MESSAGE]
        different = set(told) ^ set(stored.get(one.conversation_id, []))
        if different:
            numbers = ", ".join(str(number) for number in sorted({f.number for f in different}))
            detail = f"rows and events differ at {numbers}"
            findings.append(Finding(Fault.DIFFERS, rows.view.value, one.name, detail))
    return findings


def audit_positions(where: str, positions: Sequence[int]) -> list[Finding]:
    """The header `pos` of one partition's records, as read: gap-free from wherever it starts."""
    if not positions:
        return []
    base = positions[0] - 1
    flaws = _numbers([position - base for position in positions], 0)
    return [Finding(fault, where, "pos", f"{detail} from {base}") for fault, detail in flaws]


def audit_analyses(played: Sequence[Played], where: str, analysed: Sequence[UUID]) -> list[Finding]:
    """Every conversation has exactly one completed analysis (rules A1, X5)."""
    times = Counter(analysed)
    flaws = {0: (Fault.NOT_ANALYSED, "no completed analysis")}
    twice = (Fault.ANALYSED_TWICE, "more than one completed analysis")
    return [
        Finding(*_place(flaws.get(times[one.conversation_id], twice), where, one.name))
        for one in played
        if times[one.conversation_id] != 1
    ]


def _place(flaw: Flaw, where: str, name: str) -> tuple[Fault, str, str, str]:
    return flaw[0], where, name, flaw[1]


def audit_lost_replies(played: Sequence[Played], lost: int, at_least: int) -> list[Finding]:
    """Of the AI's runs, at least so many lost to a take-over.

    Only a conversation that the user begins has a run, so a replay of fewer owes fewer.
    """
    begun = sum(one.messages[0].source is Source.USER for one in played)
    owed = min(at_least, begun)
    if lost >= owed:
        return []
    detail = f"{lost} replies of the AI lost to a take-over, and {owed} must"
    return [Finding(Fault.TOO_FEW_LOST_REPLIES, "assistant", "all", detail)]
