"""What happens when nothing happens: rules H8-H11, X4, P2, P3."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.builders import conversation as a

from switchboard.contracts.events.conversation import (
    ConversationClosed,
    HandOffEscalated,
    HandOffRequested,
    ReminderAnswered,
    ReplyOverdue,
    ReplyReminded,
    SystemMessageAdded,
)
from switchboard.contracts.words import HandOffReason, Status, SystemLine
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.runtime.roles import Accepted

ONLY_BEN = Facts(members=a.TEAM, online=frozenset({a.BEN}))
UNKNOWN_WHO_IS_THERE = Facts(members=a.TEAM, presence_known=False)
ANNA_AWAY = Facts(members=a.TEAM, away=frozenset({a.ANNA}))
BEN_ONLINE_ANNA_AWAY = replace(ONLY_BEN, away=frozenset({a.ANNA}))


def gone_for(seconds: float, now: datetime) -> Facts:
    """Anna was last seen so long ago; Ben is there."""
    return replace(ONLY_BEN, seen={a.ANNA: now - timedelta(seconds=seconds)})


def an_escalated_conversation() -> a.Conversation:
    return a.when_due(a.a_waiting_conversation(), DeadlineKind.ACCEPTANCE).state


def a_user_waits_for_anna() -> a.Conversation:
    answered = a.after(a.a_waiting_conversation(), a.agent_message(a.ANNA))
    return a.after(answered, a.user_message("Hello?"), now=a.later(60))


def test_h8_after_two_minutes_everyone_online_is_told_once_more_and_who_is_away_outside() -> None:
    waiting = a.a_waiting_conversation()
    assert a.due_at(waiting, DeadlineKind.ACCEPTANCE) == a.later(120)
    verdict = a.when_due(waiting, DeadlineKind.ACCEPTANCE, BEN_ONLINE_ANNA_AWAY)
    (escalated,) = a.said(verdict)
    assert isinstance(escalated, HandOffEscalated)
    assert (escalated.notify, escalated.reach_out) == ((a.BEN,), (a.ANNA,))
    assert verdict.state.status is Status.WAITING_FOR_HUMAN
    assert verdict.state.epoch == waiting.epoch


def test_h8_after_ten_minutes_an_email_address_is_asked_for() -> None:
    escalated = an_escalated_conversation()
    assert a.due_at(escalated, DeadlineKind.ACCEPTANCE) == a.later(600)
    verdict = a.when_due(escalated, DeadlineKind.ACCEPTANCE)
    assert verdict.state.status is Status.AWAITING_OFFLINE_INFO
    assert a.due_at(verdict.state, DeadlineKind.ACCEPTANCE) is None
    asked = a.said(verdict)[0]
    assert isinstance(asked, HandOffRequested)
    assert asked.reason is HandOffReason.NOBODY_ACCEPTED


def test_p3_with_nobody_online_after_two_minutes_an_email_address_is_asked_for() -> None:
    waiting = a.a_waiting_conversation()
    for facts in (a.NOBODY_ONLINE, ANNA_AWAY):
        verdict = a.when_due(waiting, DeadlineKind.ACCEPTANCE, facts)
        assert verdict.state.status is Status.AWAITING_OFFLINE_INFO


def test_p2_those_who_are_away_are_told_outside_the_panel_and_have_two_minutes() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.request_human(), ANNA_AWAY)
    asked = a.said(verdict)[0]
    assert isinstance(asked, HandOffRequested)
    assert asked.status is Status.WAITING_FOR_HUMAN
    assert (asked.notify, asked.reach_out) == ((a.ANNA,), (a.ANNA,))
    waiting = a.after(a.a_conversation_with_the_ai(), a.request_human(), ANNA_AWAY)
    assert a.due_at(waiting, DeadlineKind.ACCEPTANCE) == a.later(120)


def test_p1_h8_while_it_is_not_known_who_is_there_nobody_gives_up_before_ten_minutes() -> None:
    waiting = a.a_waiting_conversation()
    for seconds in range(120, 600, 60):
        assert a.due_at(waiting, DeadlineKind.ACCEPTANCE) == a.later(seconds)
        verdict = a.when_due(waiting, DeadlineKind.ACCEPTANCE, UNKNOWN_WHO_IS_THERE)
        waiting = verdict.state
        assert (verdict.says, waiting.status) == ((), Status.WAITING_FOR_HUMAN)
    assert a.due_at(waiting, DeadlineKind.ACCEPTANCE) == a.later(600)
    over = a.when_due(waiting, DeadlineKind.ACCEPTANCE, UNKNOWN_WHO_IS_THERE)
    assert over.state.status is Status.AWAITING_OFFLINE_INFO


@pytest.mark.parametrize("started_at", [570, 3600])
def test_p1_a_service_that_starts_late_first_hears_who_is_there(
    started_at: int,
) -> None:
    waiting, now = a.a_waiting_conversation(), a.later(started_at)
    look = a.when_due(waiting, DeadlineKind.ACCEPTANCE, UNKNOWN_WHO_IS_THERE, now=now)
    assert (look.says, look.state.status) == ((), Status.WAITING_FOR_HUMAN)
    assert a.due_at(look.state, DeadlineKind.ACCEPTANCE) == a.later(started_at + 60)
    assert a.told(a.when_due(look.state, DeadlineKind.ACCEPTANCE)) == ["HandOffEscalated"]
    unheard = a.when_due(look.state, DeadlineKind.ACCEPTANCE, UNKNOWN_WHO_IS_THERE)
    assert unheard.state.status is Status.AWAITING_OFFLINE_INFO


def test_h8_an_escalation_that_comes_late_leaves_time_to_accept() -> None:
    late = a.later(3600)
    escalated = a.when_due(a.a_waiting_conversation(), DeadlineKind.ACCEPTANCE, now=late).state
    assert escalated.escalated
    assert a.due_at(escalated, DeadlineKind.ACCEPTANCE) == late + timedelta(seconds=120)


@pytest.mark.parametrize("command", [a.accept(), a.take_over(), a.return_to_ai(), a.close()])
def test_h10_what_ends_the_wait_ends_its_deadline(command: a.Message) -> None:
    for waiting in (a.a_waiting_conversation(), an_escalated_conversation()):
        assert a.due_at(a.after(waiting, command), DeadlineKind.ACCEPTANCE) is None


def test_h8_accepting_withdraws_what_the_escalation_told() -> None:
    verdict = a.when_due(a.a_waiting_conversation(), DeadlineKind.ACCEPTANCE, BEN_ONLINE_ANNA_AWAY)
    assert verdict.state.notified == (a.ANNA, a.BEN)


def test_h11_after_three_minutes_the_agent_is_reminded() -> None:
    waits = a_user_waits_for_anna()
    assert a.due_at(waits, DeadlineKind.REPLY) == a.later(60 + 180)
    verdict = a.when_due(waits, DeadlineKind.REPLY)
    (reminded,) = a.said(verdict)
    assert isinstance(reminded, ReplyReminded)
    assert (reminded.notify, reminded.unanswered_since) == ((a.ANNA,), a.later(60))
    assert a.due_at(verdict.state, DeadlineKind.REPLY) == a.later(60 + 600)


def test_h11_after_ten_minutes_the_others_are_told_and_the_user_once() -> None:
    reminded = a.when_due(a_user_waits_for_anna(), DeadlineKind.REPLY).state
    verdict = a.when_due(reminded, DeadlineKind.REPLY)
    overdue, line = (say.message for say in verdict.says if "events" in say.topic.name)
    assert isinstance(overdue, ReplyOverdue)
    assert isinstance(line, SystemMessageAdded)
    assert overdue.notify == (a.BEN,)
    assert line.line is SystemLine.LONGER_WAIT
    after = verdict.state
    assert (after.status, after.epoch) == (reminded.status, reminded.epoch)
    assert a.due_at(after, DeadlineKind.REPLY) is None
    again = a.after(after, a.user_message("Still there?"), now=a.later(700))
    assert a.due_at(again, DeadlineKind.REPLY) is None


def test_h11_an_answer_ends_the_reminders_and_takes_the_notifications_back() -> None:
    reminded = a.when_due(a_user_waits_for_anna(), DeadlineKind.REPLY).state
    said = a.said(a.decide(reminded, a.agent_message(), now=a.later(300)))
    (answered,) = (fact for fact in said if isinstance(fact, ReminderAnswered))
    assert answered.withdraw_from == (a.ANNA,)
    state = a.after(reminded, a.agent_message(), now=a.later(300))
    assert (state.notified, state.reminders) == ((), 0)
    over = a.when_due(state, DeadlineKind.REPLY)
    assert (over.says, a.due_at(over.state, DeadlineKind.REPLY)) == ((), None)


def test_h11_a_message_after_an_answer_is_waited_for_anew() -> None:
    answered = a.after(a_user_waits_for_anna(), a.agent_message(), now=a.later(100))
    waits = a.after(answered, a.user_message("And now?"), now=a.later(120))
    early = a.when_due(waits, DeadlineKind.REPLY)
    assert early.says == ()
    assert a.due_at(early.state, DeadlineKind.REPLY) == a.later(120 + 180)


def test_h11_whoever_takes_over_has_three_minutes_of_their_own() -> None:
    taken = a.after(a_user_waits_for_anna(), a.take_over(a.BEN), now=a.later(200))
    assert a.due_at(taken, DeadlineKind.REPLY) == a.later(380)


def overdue(conversation: a.Conversation) -> Accepted[a.Conversation]:
    """The agent is reminded in vain."""
    return a.when_due(a.when_due(conversation, DeadlineKind.REPLY).state, DeadlineKind.REPLY)


def test_h11_whoever_takes_over_lets_others_know_in_their_turn_but_the_user_is_told_once() -> None:
    late = overdue(a_user_waits_for_anna()).state
    taken = a.after(late, a.take_over(a.BEN), now=a.later(700))
    again = overdue(taken)
    assert a.told(again) == ["ReplyOverdue"]
    answered = a.after(again.state, a.agent_message(a.BEN), now=a.later(1400))
    waits = a.after(answered, a.user_message("And now?"), now=a.later(1500))
    assert a.told(overdue(waits)) == ["ReplyOverdue", "SystemMessageAdded"]


def test_h9_after_five_minutes_offline_the_conversation_goes_back_into_the_queue() -> None:
    waits = a_user_waits_for_anna()
    assert a.due_at(waits, DeadlineKind.ABSENCE) == a.later(60 + 300)
    verdict = a.when_due(waits, DeadlineKind.ABSENCE, gone_for(300, a.later(360)))
    asked = a.said(verdict)[0]
    assert isinstance(asked, HandOffRequested)
    assert (asked.reason, asked.notify) == (HandOffReason.AGENT_OFFLINE, (a.BEN,))
    assert verdict.state.status is Status.WAITING_FOR_HUMAN
    assert verdict.state.agent_id is None


def test_h9_the_remainder_is_waited_for_and_the_whole_time_while_the_agent_is_there() -> None:
    waits = a_user_waits_for_anna()
    soon = a.when_due(waits, DeadlineKind.ABSENCE, gone_for(100, a.later(360)))
    assert (soon.says, a.due_at(soon.state, DeadlineKind.ABSENCE)) == ((), a.later(560))
    there = a.when_due(waits, DeadlineKind.ABSENCE)
    assert (there.says, a.due_at(there.state, DeadlineKind.ABSENCE)) == ((), a.later(660))
    unknown = Facts(members=a.TEAM, presence_known=False)
    assert a.when_due(waits, DeadlineKind.ABSENCE, unknown).says == ()


def test_h9_an_answered_conversation_stays_with_the_agent_who_left() -> None:
    answered = a.after(a_user_waits_for_anna(), a.agent_message(), now=a.later(100))
    verdict = a.when_due(answered, DeadlineKind.ABSENCE, gone_for(9999, a.later(360)))
    assert (verdict.says, verdict.state.agent_id) == ((), a.ANNA)
    assert a.due_at(verdict.state, DeadlineKind.ABSENCE) is None


def test_h9_only_the_time_counts_in_which_this_message_has_waited_for_this_agent() -> None:
    """An older message, answered since, had set the deadline."""
    answered = a.after(a_user_waits_for_anna(), a.agent_message(), now=a.later(100))
    waits = a.after(answered, a.user_message("And now?"), now=a.later(350))
    assert a.due_at(waits, DeadlineKind.ABSENCE) == a.later(60 + 300)
    early = a.when_due(waits, DeadlineKind.ABSENCE, gone_for(9999, a.later(360)))
    assert (early.says, a.due_at(early.state, DeadlineKind.ABSENCE)) == ((), a.later(650))
    over = a.when_due(early.state, DeadlineKind.ABSENCE, gone_for(9999, a.later(650)))
    assert over.state.status is Status.WAITING_FOR_HUMAN


def test_h9_d4_for_who_is_assigned_while_offline_it_counts_from_then() -> None:
    assigned = a.after(a_user_waits_for_anna(), a.assign(a.BEN), now=a.later(200))
    facts = Facts(members=a.TEAM, online=frozenset({a.ANNA}))
    early = a.when_due(assigned, DeadlineKind.ABSENCE, facts, now=a.later(400))
    assert (early.says, a.due_at(early.state, DeadlineKind.ABSENCE)) == ((), a.later(500))


def test_h9_what_a_removed_member_had_goes_back_into_the_queue() -> None:
    without_anna = replace(ONLY_BEN, members={a.BEN: a.TEAM[a.BEN]})
    mine = a.a_conversation_with(a.ANNA)
    released = a.after(mine, a.release(a.ANNA), without_anna)
    assert (released.status, released.agent_id) == (Status.WAITING_FOR_HUMAN, None)
    assert a.after(mine, a.release(a.BEN), without_anna) == mine
    heard_early = a.after(mine, a.release(a.ANNA), a.FACTS)
    assert heard_early.status is Status.WAITING_FOR_HUMAN


def idle(conversation: a.Conversation) -> datetime:
    due_at = a.due_at(conversation, DeadlineKind.IDLE)
    assert due_at is not None
    return due_at


def test_x4_an_idle_conversation_warns_an_hour_before_and_closes() -> None:
    answered = a.after(a.a_conversation_with(a.ANNA), a.agent_message())
    assert idle(answered) == a.NOW + timedelta(hours=23)
    warned = a.when_due(answered, DeadlineKind.IDLE)
    assert a.told(warned) == ["SystemMessageAdded"]
    assert idle(warned.state) == a.NOW + timedelta(hours=24)
    closed = a.when_due(warned.state, DeadlineKind.IDLE)
    end = a.said(closed)[-2]
    assert isinstance(end, ConversationClosed)
    assert (end.agent_id, closed.state.status) == (None, Status.CLOSED)
    assert closed.state.deadlines == {}


def test_x4_a_message_moves_the_close_also_after_the_warning() -> None:
    answered = a.after(a.a_conversation_with(a.ANNA), a.agent_message())
    warned = a.when_due(answered, DeadlineKind.IDLE).state
    spoken = a.after(warned, a.agent_message(text="Still here."), now=a.later(23.5 * 3600))
    again = a.when_due(spoken, DeadlineKind.IDLE)
    assert again.says == ()
    assert idle(again.state) == a.later((23.5 + 23) * 3600)


def test_x4_a_conversation_in_which_the_user_waits_is_never_closed() -> None:
    answered = a.after(a.a_conversation_with(a.ANNA), a.agent_message())
    waits = a.after(answered, a.user_message("One more thing"), now=a.later(3600))
    looked = a.when_due(waits, DeadlineKind.IDLE, now=a.later(30 * 3600))
    assert (looked.says, a.due_at(looked.state, DeadlineKind.IDLE)) == ((), None)
    assert idle(a.after(looked.state, a.agent_message(), now=a.later(31 * 3600)))


def test_x4_who_was_promised_an_email_does_not_keep_the_conversation_open() -> None:
    before = a.after(None, a.open_conversation(), a.AI_OFF_AND_NOBODY_ONLINE)
    offline = a.after(before, a.user_message(), a.AI_OFF_AND_NOBODY_ONLINE)
    looked = a.when_due(offline, DeadlineKind.IDLE, a.NOBODY_ONLINE).state
    assert a.due_at(looked, DeadlineKind.IDLE) is None
    assert idle(a.after(looked, a.email())) == a.NOW + timedelta(hours=23)


def test_x4_a_day_begins_anew_when_the_user_leaves_an_address_late_or_corrects_it() -> None:
    left = a.after(a.an_offline_conversation(), a.email(), now=a.later(72 * 3600))
    assert idle(left) == a.later((72 + 23) * 3600)
    warned = a.when_due(left, DeadlineKind.IDLE).state
    right = a.email("right@example.org")
    corrected = a.after(warned, right, now=a.later((72 + 23.5) * 3600))
    again = a.when_due(corrected, DeadlineKind.IDLE)
    assert (again.says, idle(again.state)) == ((), a.later((72 + 23.5 + 23) * 3600))
    by_hand = a.after(warned, a.set_email(), now=a.later((72 + 23.5) * 3600))
    assert a.when_due(by_hand, DeadlineKind.IDLE).state.status is Status.CLOSED


def test_x4_a_conversation_without_a_word_is_closed_too() -> None:
    assert idle(a.after(None, a.open_conversation())) == a.NOW + timedelta(hours=23)
