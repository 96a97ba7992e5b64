"""Close and what follows: rules X1-X3."""

import pytest
from tests.builders import conversation as a

from switchboard.contracts.commands.conversation import AddSystemLine, OpenConversation
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import ConversationClosed, SystemMessageAdded
from switchboard.contracts.events.public import PublicEvent
from switchboard.contracts.ids import next_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.words import Audience, Status, SystemLine
from switchboard.runtime.roles import Accepted, Forwarded, Refused


def test_x1_the_user_is_told_and_then_the_conversation_is_closed() -> None:
    verdict = a.decide(a.a_conversation_with(a.ANNA), a.close())
    assert a.told(verdict) == ["SystemMessageAdded", "ConversationClosed"]
    closed = next(m for m in a.said(verdict) if isinstance(m, ConversationClosed))
    line = next(m for m in a.said(verdict) if isinstance(m, PublicEvent))
    assert closed.public_seq == line.public_seq


PUBLIC_OR_STATUS = [
    a.agent_message(),
    a.accept(),
    a.take_over(a.BEN),
    a.return_to_ai(),
    a.close(),
    a.request_human(),
    a.email(),
    a.ai_reply(),
    a.ai_hand_off(),
    OpenConversation(conversation_id=a.CONVERSATION, visitor_id=a.VISITOR, site="demo"),
]


@pytest.mark.parametrize("command", PUBLIC_OR_STATUS, ids=lambda c: type(c).__name__)
def test_x1_a_closed_conversation_stays_closed(command: Message) -> None:
    verdict = a.decide(a.a_closed_conversation(), command)
    assert isinstance(verdict, Refused)
    assert verdict.code == "closed"
    assert not any(isinstance(message, PublicEvent) for message in a.said(verdict))
    assert verdict.state is None or verdict.state.status is Status.CLOSED


def test_x1_what_another_service_still_says_becomes_a_line_for_the_team() -> None:
    line = AddSystemLine(
        conversation_id=a.CONVERSATION,
        line=SystemLine.TICKET_CREATED,
        subject_id=a.VISITOR,
        text="Ticket 1 was created.",
    )
    (said,) = a.said(a.decide(a.a_closed_conversation(), line))
    assert isinstance(said, SystemMessageAdded)
    assert said.audience is Audience.TEAM
    assert len(a.said(a.decide(a.a_conversation_with(a.ANNA), line))) == 2


def test_x2_a_user_message_is_sent_on_to_the_successor_under_the_same_id() -> None:
    verdict = a.decide(a.a_closed_conversation(), a.user_message(), key="late")
    assert isinstance(verdict, Forwarded)
    send = verdict.send
    successor = next_conversation(a.CONVERSATION)
    assert send.id == a.an_envelope("late").id
    assert send.opening is Opening.FORWARD
    assert send.outcome_partition == 3
    assert send.message == a.user_message(
        conversation_id=successor, previous_conversation_id=a.CONVERSATION
    )


def test_x2_the_successor_starts_with_the_ai_and_does_not_inherit_the_agent() -> None:
    forwarded = a.decide(a.a_closed_conversation(), a.user_message(), key="late")
    assert isinstance(forwarded, Forwarded)
    successor = a.after(None, forwarded.send.message, opening=Opening.FORWARD)
    assert successor.status is Status.ACTIVE_AI
    assert successor.agent_id is None
    assert successor.previous_id == a.CONVERSATION


@pytest.mark.parametrize("opening", [None, Opening.VISITOR_DOOR, Opening.FORWARD])
def test_i4_only_a_derived_id_from_the_visitors_door_or_a_forward_opens(
    opening: Opening | None,
) -> None:
    foreign = a.user_message(conversation_id=a.VISITOR)
    verdict = a.decide(None, foreign, opening=opening)
    assert isinstance(verdict, Refused)
    assert verdict.code == "unknown_conversation"
    own = a.decide(None, a.user_message(), opening=opening)
    assert isinstance(own, Accepted) == (opening is not None)


def test_another_visitor_cannot_write_and_learns_nothing() -> None:
    for command in (
        a.user_message(visitor_id=a.BEN),
        a.request_human().model_copy(update={"visitor_id": a.BEN}),
    ):
        verdict = a.decide(a.a_closed_conversation(), command)
        assert isinstance(verdict, Refused)
        assert verdict.code == "unknown_conversation"


def test_x3_notes_are_still_possible() -> None:
    assert a.told(a.decide(a.a_closed_conversation(), a.note())) == ["InternalNoteAdded"]
