"""What agents set by hand: rules H6, H7, D3-D6, N4; and what users do meanwhile: O3, O4, O6, O7."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.builders import conversation as a

from switchboard.contracts.commands.ticketing import CreateTicket
from switchboard.contracts.envelope import Chain
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    CollaboratorAdded,
    CollaboratorRemoved,
    ConversationAccepted,
    ConversationClosed,
    HandOffRequested,
    OfflineInfoCompleted,
    PriorityChanged,
    ReturnedToAi,
    SystemMessageAdded,
    UserEmailProvided,
)
from switchboard.contracts.ids import next_conversation
from switchboard.contracts.words import HandOffReason, Priority, Status, SystemLine
from switchboard.conversation.decisions.provide_email import CONFIRMED
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.runtime.roles import Accepted, Incoming, Refused
from switchboard.ticketing.handlers.conversations import Conversations

STRANGER = UUID("00000000-0000-0000-0000-0000000000cc")
ONLY_ANNA = Facts(members=a.TEAM, online=frozenset({a.ANNA}))


def code(verdict: a.Verdict) -> str:
    assert isinstance(verdict, Refused), verdict
    return verdict.code


@pytest.mark.parametrize(
    "before",
    [a.a_conversation_with_the_ai(), a.a_waiting_conversation(), a.an_offline_conversation()],
)
def test_h6_assigning_accepts_for_that_agent_and_tells_them(before: a.Conversation) -> None:
    accepted = a.said(a.decide(before, a.assign(a.BEN)))[0]
    assert isinstance(accepted, ConversationAccepted)
    assert (accepted.agent_id, accepted.assigned_by) == (a.BEN, a.ANNA)
    assert accepted.notify == (a.BEN,)


def test_h6_whoever_assigns_themselves_is_not_told() -> None:
    accepted = a.said(a.decide(a.a_waiting_conversation(), a.assign(a.ANNA, by=a.ANNA)))[0]
    assert isinstance(accepted, ConversationAccepted)
    assert accepted.notify == ()


def test_d5_reassigning_tells_both_and_the_former_agent_follows() -> None:
    carl = a.Member(a.VISITOR, "Carl", active=True)
    facts = Facts(members=a.TEAM | {carl.id: carl}, online=frozenset({a.ANNA, a.BEN}))
    before = a.a_conversation_with(a.ANNA)
    verdict = a.decide(before, a.assign(a.BEN, by=carl.id), facts)
    taken = a.said(verdict)[0]
    assert isinstance(taken, AgentTookOver)
    assert (taken.notify, taken.previous_agent_id) == ((a.BEN, a.ANNA), a.ANNA)
    assert isinstance(verdict, Accepted)
    assert (verdict.state.agent_id, verdict.state.collaborators) == (a.BEN, (a.ANNA,))
    assert verdict.state.epoch == before.epoch + 1


def test_d1_taking_over_tells_the_former_agent() -> None:
    taken = a.said(a.decide(a.a_conversation_with(a.ANNA), a.take_over(a.BEN)))[0]
    assert isinstance(taken, AgentTookOver)
    assert taken.notify == (a.ANNA,)


def test_d4_assigning_somebody_offline_has_to_be_said_twice() -> None:
    waiting = a.a_waiting_conversation()
    assert code(a.decide(waiting, a.assign(a.BEN), ONLY_ANNA)) == "member_offline"
    assert a.after(waiting, a.assign(a.BEN, although_offline=True), ONLY_ANNA).agent_id == a.BEN


def test_h7_unassigning_asks_for_a_human_anew() -> None:
    before = a.a_conversation_with(a.ANNA)
    verdict = a.decide(before, a.unassign())
    asked = a.said(verdict)[0]
    assert isinstance(asked, HandOffRequested)
    assert (asked.reason, asked.notify) == (HandOffReason.UNASSIGNED, (a.ANNA, a.BEN))
    assert isinstance(verdict, Accepted)
    assert (verdict.state.status, verdict.state.agent_id) == (Status.WAITING_FOR_HUMAN, None)
    assert verdict.state.epoch == before.epoch + 1


def test_h4_h7_what_waits_already_goes_on_waiting() -> None:
    waiting = a.a_waiting_conversation()
    assert a.decide(waiting, a.unassign()) == Accepted(waiting)
    offline = a.an_offline_conversation()
    assert a.decide(offline, a.unassign(), a.NOBODY_ONLINE) == Accepted(offline)


def test_priority_is_the_teams_business() -> None:
    verdict = a.decide(a.a_waiting_conversation(), a.set_priority(Priority.URGENT))
    (changed,) = a.said(verdict)
    assert isinstance(changed, PriorityChanged)
    assert (changed.previous, changed.priority) == (Priority.MEDIUM, Priority.URGENT)


def test_d1_a_collaborator_may_write_until_removed() -> None:
    mine = a.a_conversation_with(a.ANNA)
    (added,) = a.said(a.decide(mine, a.add_collaborator(a.BEN)))
    assert isinstance(added, CollaboratorAdded)
    assert added.notify == (a.BEN,)
    shared = a.after(mine, a.add_collaborator(a.BEN))
    assert a.after(shared, a.agent_message(a.BEN)).agent_id == a.ANNA
    alone = a.after(shared, a.remove_collaborator(a.BEN))
    assert code(a.decide(alone, a.agent_message(a.BEN))) == "not_assigned"


@pytest.mark.parametrize("facts", [a.FACTS, a.NOBODY_ONLINE], ids=["queue", "offline"])
def test_h7_who_was_told_of_the_agent_is_no_longer_and_who_is_called_stays_called(
    facts: Facts,
) -> None:
    assigned = a.after(a.a_conversation_with_the_ai(), a.assign(a.BEN))
    back = a.said(a.decide(assigned, a.unassign(), facts))[0]
    assert isinstance(back, HandOffRequested)
    assert back.withdraw_from == (a.BEN,)
    waiting = a.after(assigned, a.unassign())
    accepted = a.said(a.decide(waiting, a.accept(a.ANNA)))[0]
    assert isinstance(accepted, ConversationAccepted)
    assert set(accepted.withdraw_from) == {a.ANNA, a.BEN}


def test_n4_an_agent_writes_the_address_down_and_the_user_may_still_give_theirs() -> None:
    written = a.after(a.an_offline_conversation(), a.set_email("old@example.org"))
    assert (written.user_email, written.emails_given) == ("old@example.org", 0)
    assert a.after(written, a.email("new@example.org")).user_email == "new@example.org"
    assert code(a.decide(written, a.set_email("nonsense"))) == "bad_email"


@pytest.mark.parametrize(
    "command",
    [
        a.assign(),
        a.unassign(),
        a.set_priority(),
        a.set_email(),
        a.add_collaborator(),
        a.remove_collaborator(),
        a.continue_with_assistant(),
        a.email(),
    ],
)
def test_d6_x1_a_closed_conversation_is_read_only(command: a.Message) -> None:
    assert code(a.decide(a.a_closed_conversation(), command)) == "closed"


def test_o3_an_address_and_a_problem_ask_for_one_ticket() -> None:
    completed = a.said(a.decide(a.an_offline_conversation(), a.email()))[-1]
    assert isinstance(completed, OfflineInfoCompleted)
    assert (completed.email, completed.problem) == ("jo@example.org", "Where is my parcel?")
    once = a.after(a.an_offline_conversation(), a.email())
    again = a.decide(once, a.user_message("It is blue."))
    assert "OfflineInfoCompleted" not in a.told(again)


def test_o3_without_a_problem_the_ticket_waits_for_it() -> None:
    opened = a.after(None, a.open_conversation(), a.AI_OFF_AND_NOBODY_ONLINE)
    given = a.decide(opened, a.email(), a.AI_OFF_AND_NOBODY_ONLINE)
    assert "OfflineInfoCompleted" not in a.told(given)
    left = a.after(opened, a.email(), a.AI_OFF_AND_NOBODY_ONLINE)
    told = a.decide(left, a.user_message("It is blue."), a.AI_OFF_AND_NOBODY_ONLINE)
    assert a.told(told) == ["UserMessageSent", "OfflineInfoCompleted"]


@pytest.mark.parametrize("known", [False, True], ids=["nothing known", "the address known"])
def test_o2_o3_whoever_has_said_nothing_is_asked_twice_for_the_problem(*, known: bool) -> None:
    opened = a.after(None, a.open_conversation())
    before = a.after(opened, a.set_email(), key="by hand") if known else opened
    asked = a.decide(before, a.request_human(), a.NOBODY_ONLINE)
    assert isinstance(asked, Accepted)
    given = a.decide(asked.state, a.email(), a.NOBODY_ONLINE)
    facts = (*a.said(asked), *a.said(given))
    lines = [fact for fact in facts if isinstance(fact, SystemMessageAdded)]
    assert [line.line for line in lines] == [
        SystemLine.NOBODY_AVAILABLE,
        SystemLine.EMAIL_CONFIRMED,
    ]
    assert all("describe your problem" in line.text for line in lines)
    left = a.after(asked.state, a.email(), a.NOBODY_ONLINE)
    written = a.decide(left, a.user_message("It is blue."), a.NOBODY_ONLINE)
    assert a.told(written) == ["UserMessageSent", "OfflineInfoCompleted"]


def test_o3_a_known_problem_is_not_asked_for_with_the_thanks() -> None:
    (thanks,) = [
        fact
        for fact in a.said(a.decide(a.an_offline_conversation(), a.email()))
        if isinstance(fact, SystemMessageAdded)
    ]
    assert thanks.text == CONFIRMED


def test_o3_a_wrong_address_can_be_corrected_once() -> None:
    first = a.after(a.an_offline_conversation(), a.email("jo@exmaple.org"), key="first")
    second = a.decide(first, a.email("jo@example.org"), key="second")
    assert isinstance(a.said(second)[0], UserEmailProvided)
    assert "OfflineInfoCompleted" not in a.told(second)
    corrected = a.after(first, a.email("jo@example.org"), key="second")
    third = a.decide(corrected, a.email("joe@example.org"), key="third")
    assert code(third) == "email_corrected_already"


def test_o4_an_address_of_somebody_known_is_kept_here_and_makes_nothing_theirs() -> None:
    known = a.after(a.a_conversation_with_the_ai(), a.identify())
    assert known.person == a.PERSON
    address = str(a.PERSON.email)
    for before, command in (
        (a.an_offline_conversation(), a.email(address)),
        (a.a_conversation_with_the_ai(), a.set_email(address)),
    ):
        kept = a.after(before, command)
        assert kept.user_email == address
        assert (kept.person, kept.previous_id) == (None, None)
        assert not kept.is_of(STRANGER, Chain(a.PERSON.person_id))
        facts = a.said(a.decide(before, command))
        assert {fact.key for fact in facts} == {str(before.id)}, "it concerns another conversation"


def test_o4_the_ticket_for_an_address_that_another_contact_uses_is_this_conversations() -> None:
    completed = a.said(a.decide(a.an_offline_conversation(), a.email("shared@example.org")))[-1]
    assert isinstance(completed, OfflineInfoCompleted)
    others = completed.model_copy(update={"conversation_id": next_conversation(a.CONVERSATION)})
    tickets = [_ticket_of(fact) for fact in (completed, others)]
    assert [ticket.user_email for ticket in tickets] == ["shared@example.org"] * 2
    assert [ticket.conversation_id for ticket in tickets] == [
        completed.conversation_id,
        others.conversation_id,
    ]
    assert tickets[0].ticket_id != tickets[1].ticket_id


def _ticket_of(fact: OfflineInfoCompleted) -> CreateTicket:
    incoming = Incoming("", 0, 0, fact.key, a.NOW, a.an_envelope(), fact, None)
    (send,) = Conversations().translate(incoming)
    assert isinstance(send.message, CreateTicket)
    return send.message


def test_o6_the_user_may_go_on_with_the_assistant() -> None:
    offline = a.an_offline_conversation()
    verdict = a.decide(offline, a.continue_with_assistant())
    returned = a.said(verdict)[0]
    assert isinstance(returned, ReturnedToAi)
    assert returned.agent_id is None
    assert isinstance(verdict, Accepted)
    assert (verdict.state.status, verdict.state.epoch) == (Status.ACTIVE_AI, offline.epoch + 1)
    assert verdict.state.turn is not None
    waiting = a.a_waiting_conversation()
    assert code(a.decide(waiting, a.continue_with_assistant())) == "not_awaiting_email"
    switched_off = a.decide(offline, a.continue_with_assistant(), a.AI_OFF)
    assert code(switched_off) == "ai_switched_off"


def test_o7_what_is_written_while_nobody_is_there_is_stored_and_shown() -> None:
    verdict = a.decide(a.an_offline_conversation(), a.user_message("Not an address"))
    assert a.told(verdict) == ["UserMessageSent"]
    assert len(a.said(verdict)) == 2


def test_t3_a_message_where_a_ticket_exists_is_stated_as_a_reply_to_it() -> None:
    line = a.commands.AddSystemLine(
        conversation_id=a.CONVERSATION,
        line=SystemLine.TICKET_CREATED,
        subject_id=a.ANNA,
        text="Ticket 7 was created.",
    )
    without = a.decide(a.a_conversation_with(a.ANNA), a.user_message())
    assert "TicketReplyReceived" not in a.told(without)
    ticketed = a.after(a.a_conversation_with(a.ANNA), line)
    assert a.told(a.decide(ticketed, a.user_message("Any news?"))) == [
        "UserMessageSent",
        "TicketReplyReceived",
    ]


def test_h5_what_a_member_was_told_is_taken_back_when_it_is_moot() -> None:
    """An assignment with the next one or the close; that they follow it when they do no longer."""
    assigned = a.after(a.a_waiting_conversation(), a.assign(a.BEN))
    back = a.said(a.decide(assigned, a.take_over(a.ANNA)))[0]
    assert isinstance(back, AgentTookOver)
    assert a.BEN in back.withdraw_from
    followed = a.after(a.a_conversation_with(a.ANNA), a.add_collaborator(a.BEN))
    for end in (a.return_to_ai(), a.unassign()):
        facts = a.said(a.decide(a.after(followed, end), a.close()))
        (closed,) = (fact for fact in facts if isinstance(fact, ConversationClosed))
        assert a.BEN in closed.withdraw_from
    (removed,) = a.said(a.decide(followed, a.remove_collaborator(a.BEN)))
    assert isinstance(removed, CollaboratorRemoved)
    assert removed.withdraw_from == (a.BEN,)


def test_h8_who_was_away_and_told_by_the_escalation_is_withdrawn_from_as_well() -> None:
    facts = Facts(members=a.TEAM, online=frozenset({a.ANNA}))
    waiting = a.after(a.a_conversation_with_the_ai(), a.request_human(), facts)
    away = replace(facts, away=frozenset({a.BEN}))
    escalated = a.when_due(waiting, DeadlineKind.ACCEPTANCE, away).state
    accepted = a.said(a.decide(escalated, a.accept(a.ANNA)))[0]
    assert isinstance(accepted, ConversationAccepted)
    assert set(accepted.withdraw_from) == {a.ANNA, a.BEN}
