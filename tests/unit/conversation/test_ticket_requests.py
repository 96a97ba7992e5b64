"""A ticket is asked for by the AI, fenced as its replies are, or by the user (rules C3, T2)."""

from dataclasses import replace
from typing import Any

import pytest
from tests.builders import conversation as a

from switchboard.contracts.events.conversation import (
    AiReplyDiscarded,
    OfflineInfoCompleted,
    TicketRequested,
)
from switchboard.contracts.words import Priority, TicketOrigin
from switchboard.conversation.model.conversation import Conversation
from switchboard.runtime.roles import Accepted, Refused


def _requested(verdict: Any) -> TicketRequested:
    (fact,) = [message for message in a.said(verdict) if isinstance(message, TicketRequested)]
    return fact


def test_a_ticket_that_the_ai_proposes_is_stated_and_its_reply_is_still_awaited() -> None:
    before = a.after(a.a_conversation_with_the_ai(), a.set_priority(Priority.URGENT))
    before = a.after(before, a.set_email())
    verdict = a.decide(before, a.ai_ticket())
    fact = _requested(verdict)
    assert (fact.origin, fact.subject, fact.description) == (TicketOrigin.AI, "Parcel", "Lost.")
    assert (fact.priority, fact.user_email) == (Priority.URGENT, "jo@example.org")
    assert isinstance(verdict, Accepted)
    assert verdict.state.turn is not None
    assert a.told(a.decide(verdict.state, a.ai_reply())) == ["AiMessageSent"]


@pytest.mark.parametrize(
    ("conversation", "turn", "epoch", "code"),
    [
        (a.a_closed_conversation(), 1, 1, "closed"),
        (a.a_waiting_conversation(), 1, 1, "ai_paused"),
        (a.a_conversation_with(a.ANNA), 1, 1, "ai_paused"),
        (a.a_conversation_with_the_ai(), 1, 0, "stale_epoch"),
        (a.a_conversation_with_the_ai(), 2, 1, "stale_turn"),
    ],
)
def test_c3_a_ticket_of_an_ai_that_may_not_answer_is_discarded_with_the_reason(
    conversation: Conversation, turn: int, epoch: int, code: str
) -> None:
    verdict = a.decide(conversation, a.ai_ticket(turn, epoch))
    assert isinstance(verdict, Refused)
    assert verdict.code == code
    (fact,) = a.said(verdict)
    assert isinstance(fact, AiReplyDiscarded)
    assert fact.code == code


def test_c6_a_ticket_that_comes_too_late_is_discarded_and_a_human_is_asked_for() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.ai_ticket(), now=a.later(31))
    assert isinstance(verdict, Refused)
    assert verdict.code == "too_late"
    assert "HandOffRequested" in a.told(verdict)
    assert "TicketRequested" not in a.told(verdict)


def test_the_user_asks_for_a_ticket_whoever_answers_and_nobody_s_part_changes() -> None:
    for before in (
        a.a_conversation_with_the_ai(),
        a.a_waiting_conversation(),
        a.a_conversation_with(a.ANNA),
        a.an_offline_conversation(),
    ):
        verdict = a.decide(before, a.request_ticket("It is broken.\nSince Monday."))
        fact = _requested(verdict)
        assert (fact.origin, fact.subject) == (TicketOrigin.USER, "It is broken.")
        assert fact.description == "It is broken.\nSince Monday."
        assert isinstance(verdict, Accepted)
        after = verdict.state
        assert (after.status, after.epoch, after.turn) == (before.status, before.epoch, before.turn)
        assert after.public_seq == before.public_seq


def test_without_words_of_its_own_a_request_is_about_what_the_user_wrote_last() -> None:
    fact = _requested(a.decide(a.a_conversation_with_the_ai(), a.request_ticket()))
    assert fact.description == "Where is my parcel?"
    empty = a.after(None, a.open_conversation())
    verdict = a.decide(empty, a.request_ticket())
    assert isinstance(verdict, Refused)
    assert verdict.code == "no_problem"


def test_a_long_problem_has_a_short_subject() -> None:
    fact = _requested(a.decide(a.a_conversation_with_the_ai(), a.request_ticket("x" * 5_000)))
    assert len(fact.subject) == 121
    assert len(fact.description) == 5_000


def test_t2_o3_words_behind_thousands_of_blank_lines_are_a_problem_too() -> None:
    far_down = a.user_message("\n" * 3_000 + "It is blue.")
    fact = _requested(a.decide(a.after(None, far_down), a.request_ticket()))
    assert (fact.subject, fact.description) == ("It is blue.", "It is blue.")
    offline = a.after(a.an_offline_conversation(), far_down, key="far down")
    completed = a.said(a.decide(offline, a.email()))[-1]
    assert isinstance(completed, OfflineInfoCompleted)
    assert completed.problem == "It is blue."


def test_x1_nobody_asks_for_a_ticket_about_what_is_closed_or_belongs_to_somebody_else() -> None:
    closed = a.decide(a.a_closed_conversation(), a.request_ticket())
    assert isinstance(closed, Refused)
    assert closed.code == "closed"
    other = replace(a.a_conversation_with_the_ai(), visitor_id=a.BEN)
    foreign = a.decide(other, a.request_ticket())
    assert isinstance(foreign, Refused)
    assert foreign.code == "unknown_conversation"
