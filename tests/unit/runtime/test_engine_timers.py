"""The book of deadlines: what is due, once, however often it was set."""

from datetime import UTC, datetime, timedelta

from switchboard.runtime.engine.timers import TimerBook
from switchboard.runtime.roles import Timer

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def at(seconds: int, seq: int = 1, kind: str = "idle") -> Timer:
    return Timer(kind, NOON + timedelta(seconds=seconds), seq)


def test_what_is_due_comes_oldest_first_and_stays_until_it_is_cleared() -> None:
    book = TimerBook()
    book.set("b", at(2))
    book.set("a", at(1))
    book.set("c", at(9))
    due = [("a", at(1)), ("b", at(2))]
    assert list(book.due(NOON + timedelta(seconds=5), 10)) == due
    assert list(book.due(NOON + timedelta(seconds=5), 10)) == due
    book.clear(("a", "idle"))
    assert book.next_due() == NOON + timedelta(seconds=2)


def test_a_deadline_that_was_replaced_is_due_only_when_the_new_one_is() -> None:
    book = TimerBook()
    book.set("a", at(1))
    book.set("a", at(5, seq=2))
    assert list(book.due(NOON + timedelta(seconds=3), 10)) == []
    assert list(book.due(NOON + timedelta(seconds=5), 10)) == [("a", at(5, seq=2))]


def test_a_deadline_set_twice_alike_is_due_once() -> None:
    book = TimerBook()
    for _ in range(2):
        book.set("a", at(1))
        book.clear(("a", "idle"))
    book.set("a", at(1))
    assert list(book.due(NOON + timedelta(seconds=1), 10)) == [("a", at(1))]
    assert len(book) == 1


def test_a_deadline_is_held_until_it_is_cleared_or_replaced() -> None:
    book = TimerBook()
    book.set("a", at(1))
    assert book.holds("a", at(1))
    book.set("a", at(5, seq=2))
    assert not book.holds("a", at(1))
    assert book.holds("a", at(5, seq=2))
    book.clear(("a", "idle"))
    assert not book.holds("a", at(5, seq=2))
