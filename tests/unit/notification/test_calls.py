"""From the facts of conversations to commands for members."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.commands.notification import (
    BeginWaiting,
    EndWaiting,
    Notify,
    Withdraw,
)
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    CollaboratorAdded,
    CollaboratorRemoved,
    ConversationAccepted,
    ConversationClosed,
    ConversationEvent,
    HandOffEscalated,
    HandOffRequested,
    MembersMentioned,
    ReminderAnswered,
    ReplyOverdue,
    ReplyReminded,
    ReturnedToAi,
)
from switchboard.contracts.events.notification import NotificationKind
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC
from switchboard.contracts.words import HandOffReason, Status
from switchboard.notification.handlers.calls import Calls
from switchboard.runtime.roles import Incoming, Send

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONVERSATION = UUID("00000000-0000-0000-0000-0000000000cc")
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
BEN = UUID("00000000-0000-0000-0000-00000000000b")
BOTH = (ANNA, BEN)


def translated(event: ConversationEvent, cause: UUID | None = None) -> list[Send]:
    identifier = cause or uuid4()
    envelope = Envelope(identifier, event.ce_type(), "/test", NOW, identifier)
    incoming = Incoming("conversation.events", 7, 0, event.key, NOW, envelope, event)
    return list(Calls().translate(incoming))


def a_fact(kind: type[ConversationEvent], **fields: Any) -> ConversationEvent:
    common = {"conversation_id": CONVERSATION, "seq": 4, "at": NOW, "epoch": 2}
    declared = {name: value for name, value in common.items() if name in kind.model_fields}
    return kind(**declared | fields)


def a_hand_off(notify: tuple[UUID, ...] = BOTH) -> ConversationEvent:
    return a_fact(
        HandOffRequested,
        reason=HandOffReason.USER_ASKED,
        status=Status.WAITING_FOR_HUMAN,
        notify=notify,
    )


ENDS = [
    a_fact(
        kind,
        agent_id=ANNA,
        agent_name="Anna",
        status=Status.ACTIVE_HUMAN,
        withdraw_from=BOTH,
    )
    for kind in (ConversationAccepted, AgentTookOver)
] + [
    a_fact(ReturnedToAi, agent_id=ANNA, status=Status.ACTIVE_AI, withdraw_from=BOTH),
    a_fact(ConversationClosed, status=Status.CLOSED, public_seq=3, withdraw_from=BOTH),
    a_fact(ReminderAnswered, withdraw_from=BOTH),
    a_fact(CollaboratorRemoved, agent_id=ANNA, member_id=BEN, withdraw_from=BOTH),
]


CALLS = [
    (
        a_fact(HandOffEscalated, notify=(ANNA,), reach_out=(BEN,), waiting_since=NOW),
        NotificationKind.ESCALATION,
    ),
    (
        a_fact(
            ConversationAccepted,
            agent_id=ANNA,
            agent_name="Anna",
            status=Status.ACTIVE_HUMAN,
            assigned_by=BEN,
            notify=BOTH,
        ),
        NotificationKind.ASSIGNED,
    ),
    (
        a_fact(
            AgentTookOver,
            agent_id=ANNA,
            agent_name="Anna",
            status=Status.ACTIVE_HUMAN,
            notify=BOTH,
        ),
        NotificationKind.REASSIGNED,
    ),
    (
        a_fact(CollaboratorAdded, agent_id=uuid4(), member_id=ANNA, notify=BOTH),
        NotificationKind.COLLABORATION,
    ),
    (a_fact(ReplyReminded, unanswered_since=NOW, notify=BOTH), NotificationKind.REPLY_REMINDER),
    (a_fact(ReplyOverdue, unanswered_since=NOW, notify=BOTH), NotificationKind.REPLY_OVERDUE),
    (
        a_fact(MembersMentioned, message_id=uuid4(), agent_id=uuid4(), notify=BOTH),
        NotificationKind.MENTION,
    ),
]


@pytest.mark.parametrize(("event", "kind"), CALLS, ids=[kind.value for _, kind in CALLS])
def test_h8_h11_d5_members_are_told_what_the_fact_means_for_them(
    event: ConversationEvent, kind: NotificationKind
) -> None:
    commands = [send.message for send in translated(event)]
    assert [c.key for c in commands if isinstance(c, Notify)] == [str(ANNA), str(BEN)]
    assert {c.kind for c in commands if isinstance(c, Notify)} == {kind}


def test_p2_only_those_who_are_away_are_reached_outside_the_panel() -> None:
    told = [send.message for send in translated(CALLS[0][0])]
    assert [c.reach_out for c in told if isinstance(c, Notify)] == [False, True]


def test_d5_what_is_moot_is_taken_back_before_the_new_is_told() -> None:
    event = a_fact(
        AgentTookOver,
        agent_id=ANNA,
        agent_name="Anna",
        status=Status.ACTIVE_HUMAN,
        withdraw_from=BOTH,
        notify=(BEN,),
    )
    kinds = [type(send.message) for send in translated(event)]
    assert kinds == [Withdraw, Withdraw, Notify, EndWaiting]


def test_h3_every_member_that_the_hand_off_names_is_told() -> None:
    sends = translated(a_hand_off())
    commands = [send.message for send in sends if isinstance(send.message, Notify)]
    assert [command.key for command in commands] == [str(ANNA), str(BEN)]
    assert all(send.topic is NOTIFICATION_COMMANDS_TOPIC for send in sends)


@pytest.mark.parametrize("event", ENDS, ids=lambda event: type(event).__name__)
def test_h5_it_is_taken_back_from_every_member_that_the_end_names(
    event: ConversationEvent,
) -> None:
    taken = [s.message for s in translated(event) if isinstance(s.message, Withdraw)]
    assert [(one.member_id, one.conversation_id) for one in taken] == [
        (member, CONVERSATION) for member in BOTH
    ]


def test_h5_each_end_takes_back_what_it_makes_moot() -> None:
    def taken_by(event: ConversationEvent) -> set[NotificationKind]:
        found = [s.message for s in translated(event) if isinstance(s.message, Withdraw)]
        return set(found[0].kinds)

    ends = {type(event): taken_by(event) for event in ENDS}
    assert ends[ReminderAnswered] == {
        NotificationKind.REPLY_REMINDER,
        NotificationKind.REPLY_OVERDUE,
    }
    assert ends[CollaboratorRemoved] == {NotificationKind.COLLABORATION}
    stay = {NotificationKind.COLLABORATION, NotificationKind.MENTION}
    for kind in (ConversationAccepted, AgentTookOver, ReturnedToAi):
        assert ends[kind] == set(NotificationKind) - stay
    assert ends[ConversationClosed] == set()


def test_h7_h9_a_hand_off_takes_back_what_was_told_of_the_agent_and_what_calls_stays() -> None:
    again = a_hand_off().model_copy(update={"withdraw_from": (BEN,)})
    first, *rest = [send.message for send in translated(again)]
    assert isinstance(first, Withdraw)
    assert first.member_id == BEN
    assert set(first.kinds) == {
        NotificationKind.ASSIGNED,
        NotificationKind.REASSIGNED,
        NotificationKind.REPLY_REMINDER,
        NotificationKind.REPLY_OVERDUE,
    }
    assert [type(command) for command in rest] == [Notify, Notify, BeginWaiting]


def test_a_hand_off_that_finds_nobody_tells_nobody() -> None:
    assert not [s for s in translated(a_hand_off(())) if not isinstance(s.message, BeginWaiting)]


def test_p2_what_waits_is_noted_with_whom_the_fact_tells_and_until_somebody_has_it() -> None:
    for event in (a_hand_off(), CALLS[0][0]):
        (waits,) = (s.message for s in translated(event) if isinstance(s.message, BeginWaiting))
        assert (waits.conversation_id, waits.told, waits.since) == (CONVERSATION, BOTH, NOW)
    over = {
        type(event): [s for s in translated(event) if isinstance(s.message, EndWaiting)]
        for event in ENDS
    }
    assert {kind for kind, sent in over.items() if sent} == {
        ConversationAccepted,
        AgentTookOver,
        ReturnedToAi,
        ConversationClosed,
    }


def test_h8_h11_members_are_told_since_when_the_user_waits() -> None:
    for event, kind in CALLS:
        (since,) = {s.message.since for s in translated(event) if isinstance(s.message, Notify)}
        assert (since == NOW) == (kind.value in ("escalation", "reply_reminder", "reply_overdue"))


def test_the_same_fact_always_gives_the_same_ids() -> None:
    cause = uuid4()
    first, second = translated(a_hand_off(), cause), translated(a_hand_off(), cause)
    assert first == second
    other = translated(a_hand_off())
    ids = [send.id for send in (*first, *other)]
    assert len(set(ids)) == len(ids)


def test_what_is_wanted_is_translated_and_nothing_else_is_decoded() -> None:
    known = [*ENDS, *(event for event, _ in CALLS), a_hand_off()]
    assert set(Calls.wanted) == {type(event) for event in known}
