"""E1: every conversation of an erased person is closed and emptied, and takes no more words."""

from uuid import UUID

import pytest
from tests.builders import conversation as a

from switchboard.contracts.commands.conversation import (
    EraseConversation,
    IdentifyUser,
    VouchedPerson,
)
from switchboard.contracts.erasing import ERASED
from switchboard.contracts.events.conversation import ConversationClosed, PersonErased
from switchboard.contracts.events.public import PublicPersonErased
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.runtime.roles import Accepted, Forwarded, Refused

OTHER = UUID("00000000-0000-0000-0000-0000000000cc")
PERSON = UUID("00000000-0000-0000-0000-0000000000dd")
LATE = (
    a.open_conversation(),
    a.agent_message(),
    a.note(),
    a.ai_reply(),
    a.ai_hand_off(),
    a.email(),
    a.set_email(),
    a.close(),
    a.system_line(),
)


def accepted(conversation: Conversation) -> Accepted[Conversation]:
    verdict = a.decide(conversation, a.erase())
    assert isinstance(verdict, Accepted)
    return verdict


def an_erased_conversation() -> Conversation:
    return accepted(a.a_closed_conversation()).state


def sent(verdict: object) -> list[Message]:
    assert isinstance(verdict, Accepted)
    return [send.message for send in verdict.sends]


def test_e1_every_conversation_of_the_person_is_erased_by_its_own_owner() -> None:
    facts = Facts(members=a.TEAM, conversations={a.VISITOR: (a.CONVERSATION, OTHER)})
    verdict = a.decide(a.a_closed_conversation(), a.erase_person(), facts)
    assert sent(verdict) == [
        EraseConversation(conversation_id=one, erasure_id=a.ERASURE)
        for one in (a.CONVERSATION, OTHER)
    ]
    assert isinstance(verdict, Accepted)
    assert verdict.data == {"conversations": 2}
    assert not verdict.says


def test_e1_what_was_attached_to_a_person_is_erased_with_the_persons_own_chain() -> None:
    person = VouchedPerson(person_id=PERSON, name="Jo", email="jo@example.org")
    identify = IdentifyUser(conversation_id=a.CONVERSATION, visitor_id=a.VISITOR, person=person)
    attached = a.after(a.a_conversation_with_the_ai(), identify)
    facts = Facts(members=a.TEAM, conversations={PERSON: (a.CONVERSATION, OTHER)})
    assert len(sent(a.decide(attached, a.erase_person(person_id=PERSON), facts))) == 2
    verdict = accepted(attached)
    assert verdict.state.person == VouchedPerson(person_id=PERSON)
    (onward,) = sent(verdict)
    assert isinstance(onward, EraseConversation)
    assert onward.conversation_id == first_conversation(PERSON)


@pytest.mark.parametrize("fields", [{}, {"visitor_id": OTHER, "visitor_ids": (a.VISITOR,)}])
def test_e1_what_a_person_said_before_they_were_known_is_erased_too(
    fields: dict[str, UUID | tuple[UUID, ...]],
) -> None:
    later = UUID("00000000-0000-0000-0000-0000000000ab")
    conversations = {a.VISITOR: (a.CONVERSATION, OTHER), PERSON: (OTHER, later)}
    facts = Facts(members=a.TEAM, conversations=conversations)
    verdict = a.decide(a.a_closed_conversation(), a.erase_person(person_id=PERSON, **fields), facts)
    keys = [message.key for message in sent(verdict)]
    assert keys == [str(one) for one in (a.CONVERSATION, later, OTHER)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"visitor_id": OTHER}, "unknown_conversation"),
        ({"visitor_id": OTHER, "person_id": OTHER}, "unknown_conversation"),
        ({"agent_id": OTHER}, "unknown_member"),
    ],
)
def test_e1_only_a_member_erases_and_only_whose_conversation_it_is(
    fields: dict[str, UUID], code: str
) -> None:
    verdict = a.decide(a.a_closed_conversation(), a.erase_person(**fields))
    assert isinstance(verdict, Refused)
    assert verdict.code == code


def test_e1_nothing_that_the_person_said_is_left_in_the_conversation() -> None:
    state = accepted(a.after(a.an_offline_conversation(), a.email("jo@example.org"))).state
    assert (state.user_name, state.user_email, state.problem) == (None, None, None)
    assert state.preview is not None
    assert state.preview.text == ERASED
    assert state.erased


def test_e1_an_open_conversation_is_closed_first_and_wakes_nobody_any_more() -> None:
    verdict = accepted(a.a_conversation_with(a.ANNA))
    assert a.told(verdict)[-2:] == ["ConversationClosed", "PersonErased"]
    closed = next(m for m in a.said(verdict) if isinstance(m, ConversationClosed))
    assert closed.agent_id is None
    assert verdict.state.status is Status.CLOSED
    assert not verdict.state.deadlines
    assert verdict.erases


def test_e2_the_erasure_is_stated_to_the_team_and_in_the_public_stream() -> None:
    before = a.a_closed_conversation()
    team, public = a.said(accepted(before))
    assert isinstance(team, PersonErased)
    assert isinstance(public, PublicPersonErased)
    assert (team.seq, team.erasure_id) == (before.seq + 1, a.ERASURE)
    assert public.public_seq == before.public_seq + 1


def test_e1_a_repeat_overwrites_again_and_states_nothing() -> None:
    verdict = accepted(an_erased_conversation())
    assert verdict.erases
    assert not verdict.says


def test_e1_the_successor_is_erased_after_what_was_sent_on_to_it() -> None:
    (onward,) = sent(accepted(a.a_closed_conversation()))
    assert isinstance(onward, EraseConversation)
    assert onward.conversation_id == next_conversation(a.CONVERSATION)


@pytest.mark.parametrize("late", LATE, ids=lambda late: type(late).__name__)
def test_e1_an_erased_conversation_takes_no_more_words(late: Message) -> None:
    verdict = a.decide(an_erased_conversation(), late)
    assert isinstance(verdict, Refused)
    assert verdict.code == "erased"
    assert verdict.forgets  # no digest of them is kept either
    assert not verdict.says
    assert not verdict.sends


def test_e1_who_comes_back_after_the_erasure_begins_anew() -> None:
    verdict = a.decide(an_erased_conversation(), a.user_message())
    assert isinstance(verdict, Forwarded)
    assert verdict.send.message.key == str(next_conversation(a.CONVERSATION))
