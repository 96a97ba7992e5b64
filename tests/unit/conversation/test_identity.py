"""Whose a conversation is once the host site has vouched for its user: rules I1, I2, I4."""

from uuid import UUID, uuid4

import pytest
from tests.builders import conversation as a

from switchboard.contracts.envelope import Chain, Opening, read_envelope
from switchboard.contracts.events.conversation import ConversationOpened, UserIdentified
from switchboard.contracts.events.public import (
    PublicConversationOpened,
    PublicEvent,
    PublicStatusChanged,
)
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.message import Message
from switchboard.conversation.model.conversation import Conversation
from switchboard.runtime.roles import Accepted, Forwarded, Refused

PERSON = a.PERSON.person_id
ROOT = first_conversation(PERSON)
OTHER_DEVICE = UUID("00000000-0000-0000-0000-0000000000bb")
KNOWN = Chain(PERSON)


def _attached() -> Conversation:
    return a.after(a.a_conversation_with(a.ANNA), a.identify())


def _attached_and_closed() -> Conversation:
    return a.after(_attached(), a.close())


def _refusal(verdict: object) -> str:
    assert isinstance(verdict, Refused)
    return verdict.code


def _forward(verdict: object) -> Forwarded:
    assert isinstance(verdict, Forwarded)
    return verdict


def test_i2_identifying_attaches_the_conversation_and_changes_nothing_about_who_answers() -> None:
    before = a.a_conversation_with(a.ANNA)
    verdict = a.decide(before, a.identify())
    assert a.told(verdict) == ["UserIdentified"]
    after = _attached()
    assert after.person == a.PERSON
    assert (after.status, after.epoch, after.agent_id) == (before.status, before.epoch, a.ANNA)
    assert (after.user_name, after.user_email) == ("Jo Doe", "jo@example.org")


def test_i2_what_the_user_said_of_themselves_is_not_overwritten() -> None:
    named = a.after(None, a.user_message(user_name="Joey"))
    told = a.after(a.after(named, a.set_email("joey@example.net")), a.identify())
    assert (told.user_name, told.user_email) == ("Joey", "joey@example.net")
    assert told.person == a.PERSON


def test_i2_the_same_identity_again_changes_nothing() -> None:
    attached = _attached()
    verdict = a.decide(attached, a.identify())
    assert verdict == Accepted(attached)


def test_i2_a_conversation_of_one_person_becomes_no_other_persons() -> None:
    other = a.PERSON.model_copy(update={"person_id": uuid4()})
    assert _refusal(a.decide(_attached(), a.identify(other))) == "identified_already"


def test_i2_nobody_attaches_a_conversation_of_another_visitor() -> None:
    foreign = a.identify(visitor_id=OTHER_DEVICE)
    assert _refusal(a.decide(a.a_conversation_with_the_ai(), foreign)) == "unknown_conversation"
    assert _refusal(a.decide(None, a.identify())) == "unknown_conversation"


def test_i2_the_user_hears_only_that_an_address_is_on_record() -> None:
    seen = [m for m in a.said(a.decide(_waiting(), a.identify())) if isinstance(m, PublicEvent)]
    (changed,) = seen
    assert isinstance(changed, PublicStatusChanged)
    assert changed.email_known
    nameless = a.identify(a.PERSON.model_copy(update={"email": None}))
    said = a.said(a.decide(_waiting(), nameless))
    assert [type(message) for message in said] == [UserIdentified]


def _waiting() -> Conversation:
    return a.a_waiting_conversation()


def test_i2_a_closed_conversation_is_attached_without_a_word_in_public() -> None:
    verdict = a.decide(a.a_closed_conversation(), a.identify())
    assert [type(message) for message in a.said(verdict)] == [UserIdentified]
    assert isinstance(verdict, Accepted)
    assert verdict.state.person == a.PERSON
    assert verdict.state.user_email is None  # read-only after the close (rule D6)


BY_THE_USER: list[Message] = [
    a.user_message(visitor_id=OTHER_DEVICE),
    a.request_human().model_copy(update={"visitor_id": OTHER_DEVICE}),
    a.open_conversation().model_copy(update={"visitor_id": OTHER_DEVICE}),
]


@pytest.mark.parametrize("command", BY_THE_USER, ids=lambda c: type(c).__name__)
def test_i1_a_person_acts_from_every_device_and_a_stranger_from_none(command: Message) -> None:
    attached = a.after(a.a_conversation_with_the_ai(), a.identify())
    assert isinstance(a.decide(attached, command, chain=KNOWN), Accepted)
    assert _refusal(a.decide(attached, command)) == "unknown_conversation"
    stranger = Chain(uuid4())
    assert _refusal(a.decide(attached, command, chain=stranger)) == "unknown_conversation"


def test_i1_an_unattached_conversation_is_nobodys_but_its_visitors() -> None:
    stranger = a.user_message(visitor_id=OTHER_DEVICE)
    verdict = a.decide(a.a_conversation_with_the_ai(), stranger, chain=KNOWN)
    assert _refusal(verdict) == "unknown_conversation"


def test_i1_the_persons_first_conversation_is_theirs_from_its_first_word() -> None:
    first = a.user_message(conversation_id=ROOT)
    verdict = a.decide(None, first, chain=KNOWN)
    assert isinstance(verdict, Accepted)
    assert verdict.state.person_id == PERSON
    assert verdict.state.on_person_chain
    said = a.said(verdict)
    assert [m.person_id for m in said if isinstance(m, ConversationOpened)] == [PERSON]
    assert [m.person_id for m in said if isinstance(m, PublicConversationOpened)] == [PERSON]


def test_i5_a_persons_first_conversation_cannot_be_opened_by_knowing_its_id() -> None:
    first = a.user_message(conversation_id=ROOT)
    assert _refusal(a.decide(None, first)) == "unknown_conversation"
    assert _refusal(a.decide(None, first, chain=Chain(uuid4()))) == "unknown_conversation"
    assert _refusal(a.decide(None, first, chain=KNOWN, opening=None)) == "unknown_conversation"


def test_i2_a_first_message_that_crosses_the_identification_is_attached_where_it_lands() -> None:
    verdict = a.decide(None, a.user_message(), chain=KNOWN)
    assert isinstance(verdict, Accepted)
    assert verdict.state.person_id == PERSON
    assert not verdict.state.on_person_chain


def test_i4_an_attached_conversation_ends_its_visitors_chain() -> None:
    send = _forward(a.decide(_attached_and_closed(), a.user_message(), chain=KNOWN)).send
    assert send.message.key == str(ROOT)
    assert send.chain == KNOWN
    assert send.opening is Opening.FORWARD
    opened = a.after(None, send.message, opening=send.opening, chain=send.chain)
    assert opened.on_person_chain
    assert opened.previous_id == a.CONVERSATION


def test_i1_a_successor_hears_who_the_user_is_right_behind_the_message() -> None:
    forward = _forward(a.decide(_attached_and_closed(), a.user_message(), chain=KNOWN))
    (then,) = forward.then
    opened = a.after(None, forward.send.message, opening=Opening.FORWARD, chain=forward.send.chain)
    assert a.after(opened, then.message).person == a.PERSON
    again = _forward(a.decide(_attached_and_closed(), a.user_message(), chain=KNOWN))
    assert again.then == forward.then
    assert _forward(a.decide(a.a_closed_conversation(), a.user_message())).then == ()


def test_i4_a_message_from_before_the_identification_reaches_the_person_too() -> None:
    send = _forward(a.decide(_attached_and_closed(), a.user_message())).send
    assert (send.message.key, send.chain) == (str(ROOT), KNOWN)


def test_i4_the_forward_goes_to_the_newest_conversation_that_the_gateway_knows() -> None:
    head = next_conversation(ROOT)
    verdict = a.decide(_attached_and_closed(), a.user_message(), chain=Chain(PERSON, head))
    assert _forward(verdict).send.message.key == str(head)


def test_i4_a_repeat_is_forwarded_where_the_first_one_went() -> None:
    later = Chain(PERSON, next_conversation(ROOT))
    verdict = a.decide(_attached_and_closed(), a.user_message(), chain=later, forwarded_to=ROOT)
    first = a.decide(_attached_and_closed(), a.user_message(), chain=KNOWN)
    assert _forward(verdict).send.message == _forward(first).send.message


def test_i4_a_foreign_or_circular_head_is_not_followed() -> None:
    for head in (Chain(uuid4(), uuid4()), Chain(PERSON, a.CONVERSATION)):
        verdict = a.decide(_attached_and_closed(), a.user_message(), chain=head)
        assert _forward(verdict).send.message.key == str(ROOT)


def test_i4_the_persons_own_chain_goes_on_by_derived_successors() -> None:
    first = a.after(None, a.user_message(conversation_id=ROOT), chain=KNOWN)
    closed = a.after(first, a.close().model_copy(update={"conversation_id": ROOT}))
    message = a.user_message(conversation_id=ROOT, visitor_id=OTHER_DEVICE)
    send = _forward(a.decide(closed, message, chain=KNOWN)).send
    assert send.message.key == str(next_conversation(ROOT))
    second = a.after(None, send.message, opening=send.opening, chain=send.chain)
    assert second.on_person_chain
    assert second.person_id == PERSON


def test_i4_an_unattached_conversation_keeps_its_visitors_chain() -> None:
    verdict = a.decide(a.a_closed_conversation(), a.user_message(), chain=KNOWN)
    send = _forward(verdict).send
    assert send.message.key == str(next_conversation(a.CONVERSATION))
    successor = a.after(None, send.message, opening=send.opening, chain=send.chain)
    assert successor.person_id == PERSON
    assert not successor.on_person_chain


def test_an_envelope_carries_the_chain_in_its_headers() -> None:
    for chain in (None, KNOWN, Chain(PERSON, ROOT)):
        envelope = a.an_envelope(chain=chain)
        assert read_envelope(envelope.headers()).chain == chain
