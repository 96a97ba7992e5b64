"""Where a visitor's and a person's messages go, and what they may read: rules I1-I4."""

from uuid import uuid4

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.ids import first_conversation, next_conversation, person_id
from switchboard.gateway.model.chain import (
    Link,
    Target,
    head,
    is_shown,
    newest_of_person,
    target,
)
from switchboard.gateway.model.principals import Visitor

VISITOR = Visitor(uuid4(), "demo")
FIRST = first_conversation(VISITOR.visitor_id)
SECOND = next_conversation(FIRST)
PERSON = person_id("demo", "user 7")
ROOT = first_conversation(PERSON)
HERE = Visitor(VISITOR.visitor_id, "demo", VouchedPerson(person_id=PERSON))
ELSEWHERE = Visitor(uuid4(), "demo", HERE.person)


def _own(**fields: object) -> Link:
    return Link(FIRST, VISITOR.visitor_id, **fields)  # type: ignore[arg-type]


def _of_person(conversation: object = ROOT, **fields: object) -> Link:
    known = {"person_id": PERSON} | fields
    return Link(conversation, ELSEWHERE.visitor_id, **known)  # type: ignore[arg-type]


def test_a_visitor_without_conversations_writes_to_the_first() -> None:
    assert head(VISITOR, []) == Target(FIRST, None)


def test_an_open_conversation_is_the_newest() -> None:
    assert head(VISITOR, [_own()]) == Target(FIRST, None)


def test_after_a_close_the_newest_is_the_derived_successor() -> None:
    assert head(VISITOR, [_own(closed=True)]) == Target(SECOND, FIRST)


def test_a_successor_keeps_its_predecessor_whether_it_exists_yet_or_not() -> None:
    before = [_own(closed=True)]
    after = [*before, Link(SECOND, VISITOR.visitor_id, FIRST)]
    assert (
        target(VISITOR, SECOND, before) == target(VISITOR, SECOND, after) == Target(SECOND, FIRST)
    )


def test_a_foreign_conversation_is_no_target() -> None:
    assert target(VISITOR, uuid4(), [_own()]) is None
    assert target(VISITOR, first_conversation(uuid4()), []) is None
    assert target(VISITOR, ROOT, [_of_person()]) is None


def test_i1_a_persons_first_conversation_is_the_same_from_every_device() -> None:
    assert head(HERE, []) == head(ELSEWHERE, []) == Target(ROOT, None)


def test_i1_what_is_open_on_one_device_goes_on_on_another() -> None:
    attached = _own(person_id=PERSON)
    assert head(ELSEWHERE, [attached]) == Target(FIRST, None)
    assert target(ELSEWHERE, FIRST, [attached]) == Target(FIRST, None)
    assert is_shown(ELSEWHERE, attached)


def test_i1_this_browsers_own_conversation_comes_before_anothers() -> None:
    links = [_own(person_id=PERSON), _of_person()]
    assert head(HERE, links).conversation_id == FIRST
    assert head(ELSEWHERE, links).conversation_id == ROOT


def test_i2_once_closed_what_was_attached_is_followed_by_the_persons_chain() -> None:
    attached = _own(person_id=PERSON, closed=True)
    assert head(HERE, [attached]) == Target(ROOT, None)
    going_on = [attached, _of_person(closed=True)]
    assert head(HERE, going_on) == Target(next_conversation(ROOT), ROOT)
    assert target(HERE, SECOND, going_on) is None


def test_i2_what_the_browser_held_before_is_written_to_but_not_shown() -> None:
    before = _own(closed=True)
    assert not is_shown(HERE, before)
    assert target(HERE, FIRST, [before]) == Target(FIRST, None)
    assert target(HERE, SECOND, [before]) == Target(SECOND, FIRST)


def test_i2_what_is_being_attached_is_shown() -> None:
    assert is_shown(HERE, _own())
    assert head(HERE, [_own()]) == Target(FIRST, None)


def test_i2_another_persons_conversation_is_not_shown_though_it_began_here() -> None:
    assert not is_shown(HERE, _own(person_id=person_id("demo", "somebody else")))


def test_i4_the_persons_first_has_no_predecessor_whoever_began_it() -> None:
    forwarded = _of_person(previous=FIRST)
    assert target(ELSEWHERE, ROOT, [forwarded]) == target(ELSEWHERE, ROOT, []) == Target(ROOT, None)


def test_i4_the_newest_of_a_person_is_the_end_of_their_own_chain() -> None:
    second = _of_person(next_conversation(ROOT), previous=ROOT)
    links = [_own(person_id=PERSON), second, _of_person(closed=True)]
    assert newest_of_person(PERSON, links) == second
    assert newest_of_person(PERSON, [_own(person_id=PERSON)]) is None


def test_neither_a_close_nor_a_person_is_ever_taken_back() -> None:
    known = _own(closed=True, person_id=PERSON)
    assert _own().joined(known) == known == known.joined(_own())
