"""Who is told what: rules H3-H5."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from switchboard.contracts.commands.notification import (
    NOTIFICATION_COMMANDS,
    MarkSeen,
    Notify,
    Withdraw,
)
from switchboard.contracts.events.notification import (
    Channel,
    NotificationFailed,
    NotificationKind,
    NotificationRequested,
    NotificationSeen,
    NotificationWithdrawn,
)
from switchboard.contracts.message import Message
from switchboard.notification.handlers.table import DECISIONS
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Verdict
from switchboard.runtime.roles import Accepted, Refused

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
NOTHING = Told(ANNA)


def decide(told: Told, command: Message, limits: Limits | None = None) -> Verdict:
    return DECISIONS[type(command)](told, command, limits or Limits(), NOW)


def after(told: Told, command: Message, limits: Limits | None = None) -> Told:
    verdict = decide(told, command, limits)
    assert isinstance(verdict, Accepted), verdict
    return verdict.state


def said(verdict: Verdict) -> list[Message]:
    assert isinstance(verdict, Accepted), verdict
    return [say.message for say in verdict.says]


def notify(conversation: UUID, notification: UUID | None = None) -> Notify:
    return Notify(
        member_id=ANNA,
        notification_id=notification or uuid4(),
        kind=NotificationKind.HAND_OFF,
        conversation_id=conversation,
    )


def test_p2_that_nobody_can_be_reached_outside_the_panel_is_stated() -> None:
    told = notify(uuid4()).model_copy(update={"reach_out": True})
    requested, failed = said(decide(NOTHING, told))
    assert isinstance(requested, NotificationRequested)
    assert isinstance(failed, NotificationFailed)
    assert (failed.channel, failed.outcome) == (Channel.EMAIL, "not_configured")


def withdraw(conversation: UUID) -> Withdraw:
    return Withdraw(member_id=ANNA, conversation_id=conversation)


def seen(notification: UUID) -> MarkSeen:
    return MarkSeen(member_id=ANNA, notification_id=notification)


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
    told = NOTHING
    for command in (first, notify(other), second, seen(first.notification_id)):
        told = after(told, command)
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
    told = after(after(NOTHING, command), withdraw(command.conversation_id))
    verdict = decide(told, seen(command.notification_id))
    assert isinstance(verdict, Refused)
    assert verdict.code == "unknown_notification"


def test_past_the_limit_the_oldest_is_taken_back() -> None:
    limits = Limits(most_open=2)
    oldest, second, newest = notify(uuid4()), notify(uuid4()), notify(uuid4())
    told = after(after(NOTHING, oldest, limits), second, limits)
    gone, new = said(decide(told, newest, limits))
    assert isinstance(gone, NotificationWithdrawn)
    assert gone.notification_id == oldest.notification_id
    assert isinstance(new, NotificationRequested)
    assert [one.id for one in after(told, newest, limits).open] == [
        second.notification_id,
        newest.notification_id,
    ]


def test_every_command_of_the_topic_has_a_decision() -> None:
    assert set(DECISIONS) == set(NOTIFICATION_COMMANDS)
