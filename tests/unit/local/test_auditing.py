"""Every fault that the audit knows, made once: it is found, and nothing else is."""

from dataclasses import replace
from uuid import UUID

import pytest

from switchboard.contracts.words import Source
from switchboard.local.replay.auditing import (
    Fault,
    Holding,
    audit,
    audit_analyses,
    audit_lost_replies,
    audit_positions,
    audit_rows,
)
from switchboard.local.replay.facts import Fact, Kind, View
from switchboard.local.replay.played import Played, Sent

TALK = UUID(int=1)
COMMANDS = [UUID(int=100 + position) for position in range(4)]
SPEAKERS = (Source.USER, Source.AGENT, Source.USER, Source.AGENT)
PLAYED = Played(
    "talk 1",
    TALK,
    tuple(Sent(n, source, COMMANDS[n]) for n, source in enumerate(SPEAKERS)),
)
FACTS = (
    Fact(TALK, 1),
    Fact(TALK, 2, Kind.MESSAGE, Source.USER, COMMANDS[0]),
    Fact(TALK, 3, Kind.MESSAGE, Source.AI, UUID(int=200)),
    Fact(TALK, 4, Kind.MESSAGE, Source.AGENT, COMMANDS[1]),
    Fact(TALK, 5, Kind.MESSAGE, Source.USER, COMMANDS[2]),
    Fact(TALK, 6, Kind.MESSAGE, Source.AGENT, COMMANDS[3]),
    Fact(TALK, 7, Kind.MESSAGE, Source.SYSTEM, None),
    Fact(TALK, 8, Kind.CLOSED),
    Fact(TALK, 9, Kind.DISCARDED),
)


def faults(facts: tuple[Fact, ...], head: int = 9) -> set[Fault]:
    findings = audit([PLAYED], Holding(View.KAFKA_EVENTS, facts, {TALK: head}))
    assert {finding.name for finding in findings} <= {"talk 1"}
    return {finding.fault for finding in findings}


def changed(place: int, **what: object) -> tuple[Fact, ...]:
    facts = list(FACTS)
    facts[place] = replace(facts[place], **what)
    return tuple(facts)


def numbered(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """With gap-free numbers, so that only what was changed shows."""
    return tuple(replace(fact, number=number) for number, fact in enumerate(facts, 1))


def test_what_was_sent_and_stored_once_and_in_order_is_clean() -> None:
    assert faults(FACTS) == set()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param((), {Fault.MISSING, Fault.NOT_CLOSED, Fault.ENDS_EARLY}, id="nothing"),
        pytest.param(
            FACTS[:3] + FACTS[4:], {Fault.MISSING, Fault.NUMBER_MISSING}, id="one dropped"
        ),
        pytest.param(
            FACTS[:4] + FACTS[3:], {Fault.DOUBLED, Fault.NUMBER_DOUBLED}, id="one doubled"
        ),
        pytest.param(
            (*FACTS[:4], FACTS[5], FACTS[4], *FACTS[6:]),
            {Fault.OUT_OF_ORDER, Fault.NUMBER_OUT_OF_ORDER, Fault.NUMBER_MISSING},
            id="two swapped",
        ),
        pytest.param(
            numbered((*FACTS[:4], FACTS[5], FACTS[4], *FACTS[6:])),
            {Fault.OUT_OF_ORDER},
            id="two swapped under good numbers",
        ),
        pytest.param(FACTS[:-1], {Fault.ENDS_EARLY}, id="the last dropped"),
        pytest.param(changed(3, source=Source.USER), {Fault.WRONG_SOURCE}, id="another source"),
        pytest.param(
            changed(3, command_id=UUID(int=9)), {Fault.MISSING, Fault.NEVER_SENT}, id="a stranger's"
        ),
        pytest.param(
            changed(3, command_id=None), {Fault.MISSING, Fault.NEVER_SENT}, id="no command"
        ),
        pytest.param(changed(7, kind=Kind.OTHER), {Fault.NOT_CLOSED}, id="not closed"),
        pytest.param(changed(8, kind=Kind.CLOSED), {Fault.CLOSED_TWICE}, id="closed twice"),
        pytest.param(
            changed(8, kind=Kind.MESSAGE, source=Source.AI),
            {Fault.AFTER_CLOSE},
            id="after the close",
        ),
    ],
)
def test_one_change_is_found(facts: tuple[Fact, ...], expected: set[Fault]) -> None:
    assert faults(facts) == expected


def test_another_conversation_is_not_accused() -> None:
    other = Played("talk 2", UUID(int=2), ())
    holding = Holding(View.API_EVENTS, FACTS[:3] + FACTS[4:])
    assert {f.name for f in audit([PLAYED, other], holding)} == {"talk 1"}


def test_rows_that_differ_from_events_are_named_by_number() -> None:
    rows = tuple(fact for fact in changed(2, source=Source.SYSTEM) if fact.kind is Kind.MESSAGE)
    (finding,) = audit_rows(
        [PLAYED], Holding(View.DATABASE_MESSAGES, rows), Holding(View.DATABASE_EVENTS, FACTS)
    )
    assert (finding.fault, finding.detail) == (Fault.DIFFERS, "rows and events differ at 3")


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([], []),
        ([7, 8, 9], []),
        ([7, 9], [Fault.NUMBER_MISSING]),
        ([7, 8, 8, 9], [Fault.NUMBER_DOUBLED]),
        ([7, 8, 7, 9], [Fault.NUMBER_OUT_OF_ORDER]),
    ],
)
def test_positions_of_a_partition_are_gap_free(positions: list[int], expected: list[Fault]) -> None:
    assert [f.fault for f in audit_positions("Kafka, a topic 0", positions)] == expected


@pytest.mark.parametrize(
    ("analysed", "expected"),
    [([TALK], []), ([], [Fault.NOT_ANALYSED]), ([TALK, TALK], [Fault.ANALYSED_TWICE])],
)
def test_each_conversation_is_analysed_once(analysed: list[UUID], expected: list[Fault]) -> None:
    assert [f.fault for f in audit_analyses([PLAYED], "API", analysed)] == expected


@pytest.mark.parametrize(
    ("lost", "expected"), [(0, [Fault.TOO_FEW_LOST_REPLIES]), (1, []), (2, [])]
)
def test_so_many_replies_must_lose_as_conversations_allow(lost: int, expected: list[Fault]) -> None:
    assert [f.fault for f in audit_lost_replies([PLAYED], lost, 3)] == expected


def test_where_the_agent_speaks_first_no_reply_is_owed() -> None:
    silent = replace(PLAYED, messages=PLAYED.messages[1:])
    assert audit_lost_replies([silent], 0, 3) == []
