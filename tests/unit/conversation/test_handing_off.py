"""Hand-off, acceptance, nobody online: rules H1-H6, D1-D5, O1-O3."""

import pytest
from tests.builders import conversation as a

from switchboard.contracts.events.conversation import (
    ConversationAccepted,
    HandOffRequested,
    SystemMessageAdded,
)
from switchboard.contracts.words import Audience, Status, SystemLine
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import (
    NOBODY,
    NOBODY_EMAIL_GIVEN,
    NOBODY_EMAIL_KNOWN,
    NOBODY_ONLY_EMAIL_GIVEN,
    NOBODY_ONLY_EMAIL_KNOWN,
    NOBODY_PROBLEM_KNOWN,
)
from switchboard.conversation.model.refusals import Verdict
from switchboard.runtime.roles import Accepted, Refused


def test_h1_h2_asking_for_a_human_is_one_system_message_and_a_new_epoch() -> None:
    before = a.a_conversation_with_the_ai()
    verdict = a.decide(before, a.request_human())
    assert a.told(verdict) == ["HandOffRequested", "SystemMessageAdded"]
    assert isinstance(verdict, Accepted)
    assert verdict.state.status is Status.WAITING_FOR_HUMAN
    assert verdict.state.epoch == before.epoch + 1
    line = next(m for m in a.said(verdict) if isinstance(m, SystemMessageAdded))
    assert (line.line, line.audience) == (SystemLine.HUMAN_ASKED_FOR, Audience.PUBLIC)


def test_h3_the_hand_off_names_everyone_online() -> None:
    handed = a.said(a.decide(a.a_conversation_with_the_ai(), a.ai_hand_off()))[0]
    assert isinstance(handed, HandOffRequested)
    assert handed.notify == (a.ANNA, a.BEN)


def test_h4_asking_again_while_waiting_changes_nothing() -> None:
    waiting = a.a_waiting_conversation()
    assert a.decide(waiting, a.request_human(), key="again") == Accepted(waiting)


def test_h5_the_second_agent_to_accept_is_told_who_won() -> None:
    won = a.a_conversation_with(a.ANNA)
    verdict = a.decide(won, a.accept(a.BEN))
    assert isinstance(verdict, Refused)
    assert verdict.code == "already_accepted"
    assert verdict.data == {"agent_id": str(a.ANNA), "agent_name": "Anna"}


def test_h5_accepting_withdraws_everyones_notification() -> None:
    accepted = a.said(a.decide(a.a_waiting_conversation(), a.accept()))[0]
    assert isinstance(accepted, ConversationAccepted)
    assert accepted.withdraw_from == (a.ANNA, a.BEN)


def test_h5_accepting_what_one_has_changes_nothing() -> None:
    mine = a.a_conversation_with(a.ANNA)
    assert a.decide(mine, a.accept(a.ANNA), key="again") == Accepted(mine)


@pytest.mark.parametrize(
    "before",
    [a.a_conversation_with_the_ai(), a.a_waiting_conversation(), a.an_offline_conversation()],
)
def test_h6_d2_an_agents_message_accepts_what_no_agent_has(before: a.Conversation) -> None:
    verdict = a.decide(before, a.agent_message())
    assert a.told(verdict) == ["ConversationAccepted", "SystemMessageAdded", "AgentMessageSent"]
    assert isinstance(verdict, Accepted)
    assert verdict.state.status is Status.ACTIVE_HUMAN
    assert verdict.state.agent_id == a.ANNA


def test_d1_only_the_assigned_agent_writes_and_the_refusal_names_them() -> None:
    verdict = a.decide(a.a_conversation_with(a.ANNA), a.agent_message(a.BEN))
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.data["agent_name"]) == ("not_assigned", "Anna")


def test_d1_d5_taking_over_changes_the_agent_and_the_former_one_still_may_write() -> None:
    taken = a.after(a.a_conversation_with(a.ANNA), a.take_over(a.BEN))
    assert (taken.agent_id, taken.collaborators) == (a.BEN, (a.ANNA,))
    assert isinstance(a.decide(taken, a.agent_message(a.ANNA)), Accepted)


def test_a_member_who_is_not_on_the_team_may_do_nothing() -> None:
    strangers = Facts(members={})
    for command in (a.accept(), a.take_over(), a.agent_message(), a.note(), a.close()):
        verdict = a.decide(a.a_waiting_conversation(), command, strangers)
        assert isinstance(verdict, Refused)
        assert verdict.code == "unknown_member"


def test_o1_with_nobody_online_the_user_is_asked_for_an_email_address() -> None:
    verdict = a.decide(a.a_conversation_with_the_ai(), a.request_human(), a.NOBODY_ONLINE)
    assert isinstance(verdict, Accepted)
    assert verdict.state.status is Status.AWAITING_OFFLINE_INFO
    assert a.told(verdict) == ["HandOffRequested", "SystemMessageAdded"]


@pytest.mark.parametrize(
    ("before", "prompt"),
    [
        (a.after(None, a.open_conversation()), NOBODY),
        (a.after(a.after(None, a.open_conversation()), a.set_email()), NOBODY_ONLY_EMAIL_KNOWN),
        (a.a_conversation_with_the_ai(), NOBODY_PROBLEM_KNOWN),
        (a.after(a.a_conversation_with_the_ai(), a.set_email()), NOBODY_EMAIL_KNOWN),
    ],
)
def test_o2_one_line_asks_for_what_is_not_known_yet(before: a.Conversation, prompt: str) -> None:
    assert _prompts(a.decide(before, a.request_human(), a.NOBODY_ONLINE)) == [prompt]


def _prompts(verdict: Verdict) -> list[str]:
    """What the user is told, which is that nobody is available and nothing else."""
    lines = [fact for fact in a.said(verdict) if isinstance(fact, SystemMessageAdded)]
    assert {line.line for line in lines} == {SystemLine.NOBODY_AVAILABLE}
    return [line.text for line in lines]


def test_o2_o3_who_left_an_address_before_is_not_asked_again_and_gets_their_ticket() -> None:
    """The assistant was asked in between, and asks for a human in its turn."""
    left = a.after(a.after(None, a.open_conversation(), a.AI_OFF_AND_NOBODY_ONLINE), a.email())
    again = a.after(left, a.continue_with_assistant(), a.NOBODY_ONLINE)
    silent = a.decide(again, a.request_human(), a.NOBODY_ONLINE, key="silent")
    assert _prompts(silent) == [NOBODY_ONLY_EMAIL_GIVEN]
    assert "OfflineInfoCompleted" not in a.told(silent)
    asked = a.after(again, a.user_message("It is blue."), a.NOBODY_ONLINE)
    verdict = a.decide(asked, a.request_human(), a.NOBODY_ONLINE)
    assert _prompts(verdict) == [NOBODY_EMAIL_GIVEN]
    assert a.told(verdict)[-1] == "OfflineInfoCompleted"
    assert isinstance(verdict, Accepted)
    back = a.after(verdict.state, a.continue_with_assistant(), a.NOBODY_ONLINE, key="back")
    once_more = a.decide(back, a.request_human(), a.NOBODY_ONLINE, key="once more")
    assert "OfflineInfoCompleted" not in a.told(once_more)


def test_p1_before_presence_is_known_nobody_is_taken_for_offline() -> None:
    unknown = Facts(members=a.TEAM, presence_known=False)
    waiting = a.after(a.a_conversation_with_the_ai(), a.request_human(), unknown)
    assert waiting.status is Status.WAITING_FOR_HUMAN
    assert waiting.notified == (a.ANNA, a.BEN)
    assert a.due_at(waiting, DeadlineKind.ACCEPTANCE) == a.later(60)
    judged = a.when_due(waiting, DeadlineKind.ACCEPTANCE, a.NOBODY_ONLINE)
    assert judged.state.status is Status.AWAITING_OFFLINE_INFO
    stays = a.when_due(waiting, DeadlineKind.ACCEPTANCE, a.FACTS)
    assert stays.state.status is Status.WAITING_FOR_HUMAN
    assert a.due_at(stays.state, DeadlineKind.ACCEPTANCE) == a.later(120)
    assert not stays.says


def test_o3_o4_a_valid_email_is_kept_and_confirmed() -> None:
    verdict = a.decide(a.an_offline_conversation(), a.email())
    assert a.told(verdict) == ["UserEmailProvided", "SystemMessageAdded", "OfflineInfoCompleted"]
    assert isinstance(verdict, Accepted)
    assert verdict.state.user_email == "jo@example.org"


@pytest.mark.parametrize(
    "address", ["jo", "jo@", "@example.org", "jo@example", "a b@c.de", "a@b@c.de"]
)
def test_o3_what_is_no_address_is_refused(address: str) -> None:
    verdict = a.decide(a.an_offline_conversation(), a.email(address))
    assert isinstance(verdict, Refused)
    assert verdict.code == "bad_email"


def test_o3_an_email_is_taken_only_when_it_was_asked_for() -> None:
    verdict = a.decide(a.a_waiting_conversation(), a.email())
    assert isinstance(verdict, Refused)
    assert verdict.code == "not_awaiting_email"


def test_o7_free_text_while_offline_is_stored() -> None:
    assert a.told(a.decide(a.an_offline_conversation(), a.user_message(), key="free")) == [
        "UserMessageSent"
    ]
