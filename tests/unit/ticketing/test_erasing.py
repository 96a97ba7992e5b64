"""E1: tickets about an erased conversation say nothing any more, and take no more words."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.unit.ticketing.test_conversations import NOW, commands_of
from tests.unit.ticketing.test_tickets import ANNA, CONVERSATION, NONE_YET, Asked, accepted, create

from switchboard.contracts.commands.ticketing import (
    ChangeTicketStatus,
    EditTicket,
    EraseTickets,
)
from switchboard.contracts.erasing import ERASED
from switchboard.contracts.events.conversation import PersonErased
from switchboard.contracts.events.ticketing import TicketErased
from switchboard.contracts.words import Priority, TicketStatus
from switchboard.runtime.roles import Refused
from switchboard.ticketing.model.ticket import Tickets

ERASURE = UUID("00000000-0000-0000-0000-0000000000ee")
ERASE = EraseTickets(conversation_id=CONVERSATION, erasure_id=ERASURE)


def a_ticket() -> Tickets:
    wanted = create(description="They wrote a lot.", user_email="jo@example.org")
    return accepted(Asked(NONE_YET).to(wanted)).state


def erased() -> Tickets:
    return accepted(Asked(a_ticket()).to(ERASE)).state


def edit(**fields: Any) -> EditTicket:
    given = {"conversation_id": CONVERSATION, "ticket_id": uuid4(), "agent_id": ANNA} | fields
    return EditTicket(**given)


def test_e1_an_erased_conversation_has_its_tickets_erased() -> None:
    fact = PersonErased(conversation_id=CONVERSATION, seq=9, at=NOW, erasure_id=ERASURE)
    assert commands_of(fact) == [ERASE]


def test_e1_a_ticket_keeps_its_number_and_nothing_that_was_said() -> None:
    before = a_ticket()
    verdict = accepted(Asked(before).to(ERASE))
    (fact,) = (say.message for say in verdict.says)
    assert isinstance(fact, TicketErased)
    assert (fact.subject, fact.description, fact.user_email) == (ERASED, ERASED, None)
    assert (fact.number, fact.revision) == (before.tickets[0].number, 2)
    assert verdict.erases


def test_e1_tickets_are_erased_once_and_overwritten_each_time() -> None:
    verdict = accepted(Asked(erased()).to(ERASE))
    assert verdict.erases
    assert not verdict.says


@pytest.mark.parametrize(
    "late",
    [
        create(ticket_id=uuid4()),
        create(agent_id=None),
        edit(subject="Jo's parcel"),
        edit(description="Jo again"),
        edit(user_email="jo@example.org", agent_id=None),
    ],
)
def test_e1_no_word_comes_back_into_tickets(late: Any) -> None:
    tickets = erased()
    if isinstance(late, EditTicket):
        late = late.model_copy(update={"ticket_id": tickets.tickets[0].id})
    verdict = Asked(tickets).to(late)
    assert isinstance(verdict, Refused)
    assert verdict.code == "erased"
    assert verdict.forgets  # no digest of them is kept either


def test_e1_an_erased_ticket_can_still_be_worked_off() -> None:
    tickets = erased()
    (ticket,) = tickets.tickets
    urgent = edit(ticket_id=ticket.id, priority=Priority.URGENT)
    assert accepted(Asked(tickets).to(urgent)).state.tickets[0].priority is Priority.URGENT
    resolve = ChangeTicketStatus(
        conversation_id=CONVERSATION,
        ticket_id=ticket.id,
        status=TicketStatus.RESOLVED,
        agent_id=ANNA,
    )
    assert accepted(Asked(tickets).to(resolve)).says
