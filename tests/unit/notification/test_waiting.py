"""Who comes online is told once of all that waits: rules O5, P2."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from switchboard.contracts.commands.notification import (
    BeginWaiting,
    EndWaiting,
    Notify,
    TellOfWaiting,
    Withdraw,
)
from switchboard.contracts.message import Message
from switchboard.notification.handlers.table import OF_THE_WAITING
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.telling_of_all import MOST_NAMED
from switchboard.notification.model.waiting import WaitingList

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
BEN = UUID("00000000-0000-0000-0000-00000000000b")


class Desk:
    """The list, with what was sent because of each command."""

    def __init__(self) -> None:
        self.waiting = WaitingList()
        self.now = NOW

    def hears(self, command: Message) -> list[Message]:
        """What follows from a command."""
        decide = OF_THE_WAITING[type(command)]
        verdict = decide(self.waiting, command, uuid4(), Limits(), self.now)
        self.waiting = verdict.state
        return [send.message for send in verdict.sends]

    def begins(self, conversation: UUID, *told: UUID) -> list[Message]:
        """A conversation waits."""
        command = BeginWaiting(conversation_id=conversation, since=self.now, told=told)
        return self.hears(command)

    def later(self, seconds: float) -> None:
        """Time goes by."""
        self.now += timedelta(seconds=seconds)

    def comes_online(self, member: UUID) -> list[Message]:
        """A member comes online."""
        return self.hears(TellOfWaiting(member_id=member))


def named(sent: list[Message]) -> list[tuple[UUID, tuple[UUID, ...]]]:
    assert all(isinstance(command, Notify) for command in sent)
    return [(c.member_id, c.conversation_ids) for c in sent if isinstance(c, Notify)]


def test_p2_o5_who_comes_online_is_told_once_of_all_that_waits_the_longest_first() -> None:
    desk, first, second = Desk(), uuid4(), uuid4()
    desk.begins(first)
    desk.later(60)
    desk.begins(second)
    (told,) = desk.comes_online(ANNA)
    assert isinstance(told, Notify)
    assert (told.member_id, told.conversation_id, told.since) == (ANNA, first, NOW)
    assert told.conversation_ids == (first, second)


def test_p2_who_comes_online_while_nothing_waits_is_told_nothing() -> None:
    assert not Desk().comes_online(ANNA)


def test_p2_coming_again_tells_nothing_while_the_same_conversations_wait() -> None:
    desk, conversation = Desk(), uuid4()
    desk.begins(conversation)
    assert desk.comes_online(ANNA)
    for _ in range(3):
        desk.later(3600)
        assert not desk.comes_online(ANNA)
    assert named(desk.comes_online(BEN)) == [(BEN, (conversation,))]


def test_p2_who_was_told_by_the_hand_off_itself_is_not_told_again() -> None:
    desk, conversation = Desk(), uuid4()
    desk.begins(conversation, ANNA)
    assert not desk.comes_online(ANNA)
    desk.begins(conversation, BEN)
    assert not desk.comes_online(BEN)


def test_p2_with_something_new_all_that_waits_is_told_together() -> None:
    desk, known, new = Desk(), uuid4(), uuid4()
    desk.begins(known, ANNA)
    desk.later(60)
    desk.begins(new, BEN)
    assert named(desk.comes_online(ANNA)) == [(ANNA, (known, new))]


def test_p2_what_waits_no_longer_is_taken_from_whoever_was_told_of_all() -> None:
    desk, one, other = Desk(), uuid4(), uuid4()
    desk.begins(one, BEN)
    desk.begins(other, BEN)
    desk.comes_online(ANNA)
    (taken,) = desk.hears(EndWaiting(conversation_id=one))
    assert isinstance(taken, Withdraw)
    assert (taken.member_id, taken.conversation_id) == (ANNA, one)
    assert not desk.hears(EndWaiting(conversation_id=one))
    assert set(desk.waiting.waits) == {other}


def test_p2_what_waits_anew_is_told_anew() -> None:
    desk, conversation = Desk(), uuid4()
    desk.begins(conversation)
    desk.comes_online(ANNA)
    desk.hears(EndWaiting(conversation_id=conversation))
    desk.later(3600)
    desk.begins(conversation)
    assert named(desk.comes_online(ANNA)) == [(ANNA, (conversation,))]


def test_p2_who_came_a_moment_before_a_hand_off_that_does_not_know_of_it_is_told() -> None:
    desk, soon, late = Desk(), uuid4(), uuid4()
    desk.comes_online(ANNA)
    desk.later(9)
    assert named(desk.begins(soon, BEN)) == [(ANNA, (soon,))]
    desk.later(2)
    assert not desk.begins(late, BEN)
    desk.comes_online(BEN)
    assert set(desk.waiting.arrivals) == {BEN}


def test_p2_who_came_while_this_service_was_away_did_not_come_a_moment_ago() -> None:
    desk = Desk()
    desk.hears(TellOfWaiting(member_id=ANNA, came_at=NOW - timedelta(minutes=5)))
    assert not desk.begins(uuid4(), BEN)
    desk.hears(TellOfWaiting(member_id=ANNA, came_at=NOW + timedelta(minutes=5)))
    assert desk.waiting.arrivals == {ANNA: NOW}


def test_p2_a_notification_names_as_many_as_a_list_can_show_and_means_all() -> None:
    desk = Desk()
    for _ in range(MOST_NAMED + 1):
        desk.begins(uuid4())
    (told,) = desk.comes_online(ANNA)
    assert isinstance(told, Notify)
    assert len(told.conversation_ids) == MOST_NAMED
    assert not desk.comes_online(ANNA)
