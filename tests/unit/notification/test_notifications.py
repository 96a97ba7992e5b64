"""What becomes of what a member is told: rules H3-H5, H8, H11, N2, P2."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.commands.notification import (
    NOTIFICATION_COMMANDS,
    MarkClicked,
    MarkDelivered,
    MarkSeen,
    Notify,
    SetPreferences,
    Withdraw,
)
from switchboard.contracts.events.notification import (
    Channel,
    NotificationClicked,
    NotificationDelivered,
    NotificationFailed,
    NotificationKind,
    NotificationRequested,
    NotificationSeen,
    NotificationShortened,
    NotificationWithdrawn,
    Offer,
    Place,
    PreferencesChanged,
    Way,
)
from switchboard.contracts.message import Message
from switchboard.notification.handlers.table import OF_A_MEMBER, OF_THE_WAITING
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Verdict
from switchboard.runtime.roles import Accepted, Refused

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
NOTHING = Told(ANNA)


def decide(told: Told, command: Message, limits: Limits | None = None) -> Verdict:
    return OF_A_MEMBER[type(command)](told, command, limits or Limits(), NOW)


def after(told: Told, *commands: Message, limits: Limits | None = None) -> Told:
    for command in commands:
        verdict = decide(told, command, limits)
        assert isinstance(verdict, Accepted), verdict
        told = verdict.state
    return told


def said(verdict: Verdict) -> list[Message]:
    assert isinstance(verdict, Accepted), verdict
    return [say.message for say in verdict.says]


def notify(
    conversation: UUID,
    notification: UUID | None = None,
    kind: NotificationKind = NotificationKind.HAND_OFF,
    *,
    reach_out: bool = False,
) -> Notify:
    return Notify(
        member_id=ANNA,
        notification_id=notification or uuid4(),
        kind=kind,
        conversation_id=conversation,
        reach_out=reach_out,
    )


def of_all(*conversations: UUID) -> Notify:
    told = notify(conversations[0])
    return told.model_copy(update={"conversation_ids": conversations, "since": NOW})


def withdraw(conversation: UUID, *kinds: NotificationKind) -> Withdraw:
    return Withdraw(member_id=ANNA, conversation_id=conversation, kinds=kinds)


def delivered(notification: UUID) -> MarkDelivered:
    return MarkDelivered(member_id=ANNA, notification_id=notification)


def seen(notification: UUID) -> MarkSeen:
    return MarkSeen(member_id=ANNA, notification_id=notification)


def clicked(notification: UUID) -> MarkClicked:
    return MarkClicked(member_id=ANNA, notification_id=notification)


def muting(*ways: tuple[NotificationKind, Place]) -> SetPreferences:
    return SetPreferences(
        member_id=ANNA, muted=tuple(Way(kind=kind, place=place) for kind, place in ways)
    )


def test_p2_h8_that_nobody_can_be_reached_outside_the_panel_is_stated() -> None:
    requested, *failed = said(decide(NOTHING, notify(uuid4(), reach_out=True)))
    assert isinstance(requested, NotificationRequested)
    outcomes = [(f.channel, f.outcome) for f in failed if isinstance(f, NotificationFailed)]
    assert outcomes == [(Channel.EMAIL, "not_configured"), (Channel.PUSH, "not_configured")]


def test_h3_a_member_is_told_with_the_conversation_it_is_about() -> None:
    conversation, notification = uuid4(), uuid4()
    (event,) = said(decide(NOTHING, notify(conversation, notification)))
    assert isinstance(event, NotificationRequested)
    assert (event.member_id, event.conversation_id) == (ANNA, conversation)
    assert event.notification_id == notification


def test_a_member_is_told_once() -> None:
    command = notify(uuid4())
    told = after(NOTHING, command)
    assert not said(decide(told, command))
    assert after(told, command) == told


def test_h5_what_is_moot_is_taken_back_seen_or_not() -> None:
    conversation, other = uuid4(), uuid4()
    first, second = notify(conversation), notify(conversation)
    told = after(NOTHING, first, notify(other), second, seen(first.notification_id))
    events = said(decide(told, withdraw(conversation)))
    assert [type(event) for event in events] == [NotificationWithdrawn] * 2
    assert [one.conversation_id for one in after(told, withdraw(conversation)).open] == [other]


def test_taking_back_what_nobody_was_told_is_nothing() -> None:
    assert not said(decide(NOTHING, withdraw(uuid4())))


def test_a_notification_is_seen_once() -> None:
    command = notify(uuid4())
    told = after(NOTHING, command)
    (event,) = said(decide(told, seen(command.notification_id)))
    assert isinstance(event, NotificationSeen)
    assert not said(
        decide(after(told, seen(command.notification_id)), seen(command.notification_id))
    )


def test_one_that_was_taken_back_is_unknown() -> None:
    command = notify(uuid4())
    told = after(NOTHING, command, withdraw(command.conversation_id))
    for mark in (seen, clicked, delivered):
        verdict = decide(told, mark(command.notification_id))
        assert isinstance(verdict, Refused)
        assert verdict.code == "unknown_notification"


def test_past_the_limit_the_oldest_is_taken_back() -> None:
    limits = Limits(most_open=2)
    oldest, second, newest = notify(uuid4()), notify(uuid4()), notify(uuid4())
    told = after(NOTHING, oldest, second, limits=limits)
    gone, new = said(decide(told, newest, limits))
    assert isinstance(gone, NotificationWithdrawn)
    assert gone.notification_id == oldest.notification_id
    assert isinstance(new, NotificationRequested)
    assert [one.id for one in after(told, newest, limits=limits).open] == [
        second.notification_id,
        newest.notification_id,
    ]


def test_what_is_delivered_seen_and_clicked_is_stated_once_each_with_what_is_unread() -> None:
    other, told = notify(uuid4()), notify(uuid4())
    state, facts = after(NOTHING, other, told), list[Message]()
    for mark in (delivered, delivered, seen, seen, clicked, clicked, delivered):
        verdict = decide(state, mark(told.notification_id))
        facts += said(verdict)
        state = after(state, mark(told.notification_id))
    assert [(type(fact), fact.unread) for fact in facts] == [  # type: ignore[attr-defined]
        (NotificationDelivered, 2),
        (NotificationSeen, 1),
        (NotificationClicked, 1),
    ]
    last = facts[-1]
    assert isinstance(last, NotificationClicked)
    assert (last.requested_at, last.delivered_at, last.seen_at, last.clicked_at) == (NOW,) * 4


def test_who_follows_one_has_seen_it() -> None:
    command = notify(uuid4())
    facts = said(decide(after(NOTHING, command), clicked(command.notification_id)))
    assert [type(fact) for fact in facts] == [NotificationSeen, NotificationClicked]


@pytest.mark.parametrize(
    ("kind", "offer"),
    [
        (NotificationKind.HAND_OFF, Offer.ACCEPT),
        (NotificationKind.ESCALATION, Offer.ACCEPT),
        (NotificationKind.REPLY_OVERDUE, Offer.TAKE_OVER),
        (NotificationKind.REPLY_REMINDER, None),
    ],
)
def test_h8_h11_a_notification_says_what_can_be_done_at_once(
    kind: NotificationKind, offer: Offer | None
) -> None:
    (told,) = said(decide(NOTHING, notify(uuid4(), kind=kind)))
    assert isinstance(told, NotificationRequested)
    assert told.offers == offer


def test_n2_a_member_is_told_once_of_being_named_until_they_have_seen_it() -> None:
    conversation = uuid4()
    first, second = (notify(conversation, kind=NotificationKind.MENTION) for _ in range(2))
    told = after(NOTHING, notify(conversation), first)
    assert not said(decide(told, second))
    assert said(decide(told, notify(uuid4(), kind=NotificationKind.MENTION)))
    assert said(decide(after(told, seen(first.notification_id)), second))


def test_n2_being_named_is_not_moot_when_somebody_accepts() -> None:
    conversation = uuid4()
    told = after(NOTHING, notify(conversation, kind=NotificationKind.MENTION))
    assert not said(decide(told, withdraw(conversation)))
    assert said(decide(told, withdraw(conversation, NotificationKind.MENTION)))


def test_h11_an_answer_takes_back_the_reminders_and_nothing_else() -> None:
    conversation = uuid4()
    told = after(
        NOTHING,
        notify(conversation, kind=NotificationKind.ASSIGNED),
        notify(conversation, kind=NotificationKind.REPLY_REMINDER),
    )
    left = after(told, withdraw(conversation, NotificationKind.REPLY_REMINDER))
    assert [one.kind for one in left.open] == [NotificationKind.ASSIGNED]


def test_p2_what_tells_of_all_stands_while_anything_of_it_waits() -> None:
    first, second = uuid4(), uuid4()
    told = after(NOTHING, of_all(first, second))
    (stands,) = said(decide(told, withdraw(first)))
    assert isinstance(stands, NotificationShortened)
    assert (stands.conversation_id, stands.conversation_ids) == (second, (second,))
    assert (stands.offers, stands.unread) == (Offer.ACCEPT, 1)
    shorter = after(told, withdraw(first))
    assert not said(decide(shorter, withdraw(first)))
    assert [(o.conversation_id, o.conversation_ids) for o in shorter.open] == [(second, (second,))]
    (gone,) = said(decide(shorter, withdraw(second)))
    assert isinstance(gone, NotificationWithdrawn)
    assert after(shorter, withdraw(second)).open == ()


def test_p2_a_newer_one_of_all_takes_the_place_of_an_older() -> None:
    one, other = uuid4(), uuid4()
    told = after(NOTHING, notify(other), of_all(one))
    gone, new = said(decide(told, of_all(one, other)))
    assert isinstance(gone, NotificationWithdrawn)
    assert isinstance(new, NotificationRequested)
    assert (new.conversation_ids, new.offers, new.unread) == ((one, other), None, 2)


def test_what_a_member_mutes_they_are_not_told_in_the_panel() -> None:
    kind = NotificationKind.COLLABORATION
    told = after(NOTHING, muting((kind, Place.PANEL)))
    assert not said(decide(told, notify(uuid4(), kind=kind)))
    assert said(decide(told, notify(uuid4(), kind=NotificationKind.HAND_OFF)))
    assert said(decide(after(told, muting()), notify(uuid4(), kind=kind)))


def test_what_a_member_mutes_outside_the_panel_has_its_own_outcome() -> None:
    told = after(NOTHING, muting((NotificationKind.HAND_OFF, Place.EMAIL)))
    _, *failed = said(decide(told, notify(uuid4(), reach_out=True)))
    outcomes = [(f.channel, f.outcome) for f in failed if isinstance(f, NotificationFailed)]
    assert outcomes == [(Channel.EMAIL, "muted"), (Channel.PUSH, "not_configured")]


def test_what_is_asked_of_a_member_is_always_told_in_the_panel() -> None:
    for kind in set(NotificationKind) - {
        NotificationKind.COLLABORATION,
        NotificationKind.REPLY_OVERDUE,
    }:
        verdict = decide(NOTHING, muting((kind, Place.PANEL)))
        assert isinstance(verdict, Refused)
        assert (verdict.code, verdict.data) == ("must_be_told", {"kinds": [kind.value]})


def test_preferences_are_stated_once_and_replace_what_was_muted_before() -> None:
    first = muting((NotificationKind.MENTION, Place.EMAIL), (NotificationKind.MENTION, Place.PUSH))
    (changed,) = said(decide(NOTHING, first))
    assert isinstance(changed, PreferencesChanged)
    assert changed.muted == first.muted
    told = after(NOTHING, first)
    assert not said(decide(told, first))
    assert after(told, muting()).muted == frozenset()


def test_every_command_of_the_topic_has_a_decision() -> None:
    assert {*OF_A_MEMBER, *OF_THE_WAITING} == set(NOTIFICATION_COMMANDS)
