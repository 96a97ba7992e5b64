from uuid import uuid4

from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.gateway.model.chain import Link, Target, head, target

VISITOR = uuid4()
FIRST = first_conversation(VISITOR)
SECOND = next_conversation(FIRST)


def test_a_visitor_without_conversations_writes_to_the_first() -> None:
    assert head(VISITOR, []) == Target(FIRST, None)


def test_an_open_conversation_is_the_newest() -> None:
    assert head(VISITOR, [Link(FIRST, VISITOR)]) == Target(FIRST, None)


def test_after_a_close_the_newest_is_the_derived_successor() -> None:
    assert head(VISITOR, [Link(FIRST, VISITOR, closed=True)]) == Target(SECOND, FIRST)


def test_a_successor_keeps_its_predecessor_whether_it_exists_yet_or_not() -> None:
    before = [Link(FIRST, VISITOR, closed=True)]
    after = [*before, Link(SECOND, VISITOR, FIRST)]
    assert (
        target(VISITOR, SECOND, before) == target(VISITOR, SECOND, after) == Target(SECOND, FIRST)
    )


def test_a_foreign_conversation_is_no_target() -> None:
    assert target(VISITOR, uuid4(), [Link(FIRST, VISITOR)]) is None
    assert target(VISITOR, first_conversation(uuid4()), []) is None
