"""Who may answer: rules C1-C9."""

from tests.builders import conversation as a

from switchboard.contracts.events.conversation import (
    AiMessageSent,
    HandOffRequested,
    TurnOpened,
)
from switchboard.contracts.words import HandOffReason, Status
from switchboard.conversation.decisions.miss_ai_deadline import miss_ai_deadline
from switchboard.runtime.roles import Accepted, Refused


def test_c1_a_new_conversation_starts_with_the_ai() -> None:
    verdict = a.decide(None, a.user_message())
    assert a.told(verdict) == ["ConversationOpened", "UserMessageSent", "TurnOpened"]
    assert isinstance(verdict, Accepted)
    assert verdict.state.status is Status.ACTIVE_AI


def test_c1_with_the_ai_switched_off_it_waits_for_a_human_and_the_user_is_told_once() -> None:
    verdict = a.decide(None, a.user_message(), a.AI_OFF)
    assert a.told(verdict) == [
        "ConversationOpened",
        "HandOffRequested",
        "SystemMessageAdded",
        "UserMessageSent",
    ]
    assert isinstance(verdict, Accepted)
    assert verdict.state.status is Status.WAITING_FOR_HUMAN


def test_c3_a_reply_of_the_open_turn_is_accepted() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.ai_reply())
    assert a.told(verdict) == ["AiMessageSent"]
    assert isinstance(verdict, Accepted)
    assert not verdict.state.unanswered
    assert verdict.state.turn is None


def _discarded(verdict: object, code: str) -> None:
    assert isinstance(verdict, Refused)
    assert verdict.code == code
    assert a.told(verdict)[0] == "AiReplyDiscarded"
    assert not any(isinstance(m, AiMessageSent) for m in a.said(verdict))


def test_c2_c3_after_a_takeover_the_reply_is_discarded_and_an_event_says_why() -> None:
    taken = a.after(a.a_conversation_with_the_ai(), a.take_over())
    _discarded(a.decide(taken, a.ai_reply()), "ai_paused")


def test_c3_a_reply_from_before_a_takeover_stays_stale_after_the_return() -> None:
    taken = a.after(a.a_conversation_with_the_ai(), a.take_over())
    returned = a.after(taken, a.return_to_ai())
    _discarded(a.decide(returned, a.ai_reply(turn=1, epoch=1)), "stale_epoch")
    _discarded(a.decide(returned, a.ai_reply(turn=1, epoch=3)), "stale_turn")
    assert isinstance(a.decide(returned, a.ai_reply(turn=2, epoch=3)), Accepted)


def test_c3_after_a_close_the_reply_is_discarded() -> None:
    _discarded(a.decide(a.a_closed_conversation(), a.ai_reply()), "closed")


def test_c3_a_hand_off_of_the_ai_is_fenced_like_a_reply() -> None:
    taken = a.after(a.a_conversation_with_the_ai(), a.take_over())
    _discarded(a.decide(taken, a.ai_hand_off()), "ai_paused")


def test_c5_messages_during_a_run_are_answered_by_the_next_turn() -> None:
    first = a.a_conversation_with_the_ai()
    second = a.after(first, a.user_message("And my refund?"), key="second")
    assert second.turn == first.turn
    verdict = a.decide(second, a.ai_reply())
    assert a.told(verdict) == ["AiMessageSent", "TurnOpened"]
    turn = a.said(verdict)[-1]
    assert isinstance(turn, TurnOpened)
    assert (turn.turn, turn.answer_up_to_seq, turn.public_seq) == (2, second.user_seq, 3)
    assert (turn.answered_public_seq, turn.transcript_public_seq) == (2, 4)


def test_c5_a_turn_is_answered_once() -> None:
    answered = a.after(a.a_conversation_with_the_ai(), a.ai_reply())
    _discarded(a.decide(answered, a.ai_reply(), key="again"), "stale_turn")


def test_c6_a_reply_at_the_deadline_is_too_late_and_a_human_is_asked_for() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.ai_reply(), now=a.later(30))
    _discarded(verdict, "too_late")
    assert a.told(verdict) == ["AiReplyDiscarded", "HandOffRequested", "SystemMessageAdded"]


def test_c6_a_reply_just_before_the_deadline_is_accepted() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.ai_reply(), now=a.later(29.999))
    assert isinstance(verdict, Accepted)


def test_c6_newer_messages_do_not_move_the_deadline() -> None:
    later = a.after(a.a_conversation_with_the_ai(), a.user_message(), now=a.later(20), key="later")
    assert later.turn is not None
    assert later.turn.due_at == a.later(30)


def test_c6_past_the_deadline_a_human_is_asked_for() -> None:
    accepted = miss_ai_deadline(a.a_conversation_with_the_ai(), a.VISITOR, a.FACTS, a.later(30))
    assert accepted is not None
    handed = accepted.says[0].message
    assert isinstance(handed, HandOffRequested)
    assert handed.reason is HandOffReason.AI_TOO_LATE


def test_c7_a_user_message_to_a_human_opens_no_turn() -> None:
    verdict = a.decide(a.a_conversation_with(a.ANNA), a.user_message(), key="to a human")
    assert a.told(verdict) == ["UserMessageSent"]


def test_c8_returned_to_the_ai_it_answers_what_is_unanswered() -> None:
    verdict = a.decide(a.a_conversation_with(a.ANNA), a.return_to_ai())
    assert a.told(verdict) == ["ReturnedToAi", "SystemMessageAdded", "TurnOpened"]
    turn = a.said(verdict)[-1]
    assert isinstance(turn, TurnOpened)
    assert (turn.answered_public_seq, turn.public_seq) == (0, 2)
    assert isinstance(verdict, Accepted)
    assert turn.transcript_public_seq == verdict.state.public_seq


def test_c8_returned_to_the_ai_it_is_silent_if_everything_is_answered() -> None:
    answered = a.after(a.a_conversation_with(a.ANNA), a.agent_message())
    verdict = a.decide(answered, a.return_to_ai())
    assert a.told(verdict) == ["ReturnedToAi", "SystemMessageAdded"]


def test_c8_a_conversation_with_the_ai_cannot_be_returned_to_it() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.return_to_ai())
    assert isinstance(verdict, Refused)
    assert verdict.code == "ai_already_active"


def test_c9_a_note_changes_neither_who_answers_nor_the_open_turn() -> None:
    before = a.a_conversation_with_the_ai()
    noted = a.after(before, a.note())
    assert (noted.status, noted.epoch, noted.turn) == (before.status, before.epoch, before.turn)
