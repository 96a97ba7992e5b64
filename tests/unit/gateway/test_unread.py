"""What a member has not read is counted from numbers of messages, not of facts."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.events.snapshot import ConversationState, Written
from switchboard.contracts.socket import ReadMark
from switchboard.contracts.words import Priority, Status
from switchboard.gateway.model.reading import unread, unread_counts

CONVERSATION = UUID("00000000-0000-0000-0000-0000000000cc")
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
BEN = UUID("00000000-0000-0000-0000-00000000000b")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _state(messages: int, **fields: Any) -> ConversationState:
    return ConversationState(
        conversation_id=CONVERSATION,
        seq=40,
        public_seq=20,
        status=Status.ACTIVE_HUMAN,
        epoch=1,
        priority=Priority.MEDIUM,
        visitor_id=CONVERSATION,
        site="demo",
        opened_at=NOW,
        changed_at=NOW,
        messages=messages,
        **fields,
    )


def _mark(messages: int) -> ReadMark:
    return ReadMark(conversation_id=CONVERSATION, seq=30, messages=messages)


def test_whoever_has_read_nothing_has_all_before_them() -> None:
    assert unread(_state(5), ANNA, None) == 5


def test_facts_that_are_no_messages_count_nothing() -> None:
    assert unread(_state(5), ANNA, _mark(5)) == 0
    assert unread(_state(7), ANNA, _mark(5)) == 2


def test_whoever_wrote_has_read_what_was_there() -> None:
    state = _state(7, written=(Written(member_id=ANNA, messages=6),))
    assert unread(state, ANNA, _mark(2)) == 1
    assert unread(state, BEN, _mark(2)) == 5


def test_a_snapshot_that_is_behind_the_mark_leaves_nothing_unread() -> None:
    assert unread(_state(0), ANNA, _mark(5)) == 0


def test_counts_are_made_from_bodies_as_they_stand_on_the_topic() -> None:
    bodies = {CONVERSATION: _state(5).model_dump_json()}
    assert unread_counts(bodies, ANNA, {CONVERSATION: _mark(3)}) == {CONVERSATION: 2}
    assert unread_counts({}, ANNA, {}) == {}
