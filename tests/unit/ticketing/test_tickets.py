"""Tickets: rules T1-T4."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.commands.conversation import AddSystemLine
from switchboard.contracts.commands.ticketing import (
    ChangeTicketStatus,
    CreateTicket,
    EditTicket,
    ReopenTickets,
)
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.ticketing import TicketCreated, TicketEdited, TicketStatusChanged
from switchboard.contracts.message import Message
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.contracts.words import Priority, SystemLine, TicketOrigin, TicketStatus
from switchboard.runtime.roles import Accepted, Incoming, Refused
from switchboard.ticketing.handlers.table import DECISIONS
from switchboard.ticketing.model.facts import Facts, Limits
from switchboard.ticketing.model.refusals import Verdict
from switchboard.ticketing.model.ticket import Tickets

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONVERSATION = UUID("00000000-0000-0000-0000-0000000000cc")
ANNA = UUID("00000000-0000-0000-0000-00000000000a")
COMMAND = UUID("00000000-0000-0000-0000-000000000001")
NONE_YET = Tickets(CONVERSATION)


@dataclass(frozen=True)
class Asked:
    tickets: Tickets
    facts: Facts = Facts({COMMAND: 41})  # noqa: RUF009 - frozen

    def to(self, command: Message) -> Verdict:
        envelope = Envelope(COMMAND, "", "/test", NOW, COMMAND)
        incoming = Incoming("", 0, 0, command.key, NOW, envelope, command)
        return DECISIONS[type(command)](self.tickets, command, incoming, self.facts, NOW)


def create(**fields: Any) -> CreateTicket:
    given = {"ticket_id": uuid4(), "subject": "Parcel lost", "agent_id": ANNA} | fields
    return CreateTicket(conversation_id=CONVERSATION, **given)


def change(ticket_id: UUID, status: TicketStatus) -> ChangeTicketStatus:
    return ChangeTicketStatus(
        conversation_id=CONVERSATION, ticket_id=ticket_id, status=status, agent_id=ANNA
    )


def accepted(verdict: Verdict) -> Accepted[Tickets]:
    assert isinstance(verdict, Accepted), verdict
    return verdict


def refusal(verdict: Verdict) -> str:
    assert isinstance(verdict, Refused), verdict
    return verdict.code


def test_t1_a_ticket_is_created_open_with_everything_it_was_given() -> None:
    command = create(
        description="Since Monday", user_email="jo@example.org", priority=Priority.HIGH
    )
    verdict = accepted(Asked(NONE_YET).to(command))
    (say,) = verdict.says
    event = say.message
    assert isinstance(event, TicketCreated)
    assert say.answer
    assert (event.number, event.revision, event.status) == (41, 1, TicketStatus.OPEN)
    assert (event.subject, event.description) == ("Parcel lost", "Since Monday")
    assert (event.user_email, event.priority) == ("jo@example.org", Priority.HIGH)
    assert event.agent_id == ANNA


def test_t2_without_a_priority_a_ticket_is_medium() -> None:
    (ticket,) = accepted(Asked(NONE_YET).to(create())).state.tickets
    assert ticket.priority is Priority.MEDIUM


def test_the_user_learns_the_number_and_nothing_else() -> None:
    command = create(subject="Angry about the parcel", description="secret")
    (send,) = accepted(Asked(NONE_YET).to(command)).sends
    line = send.message
    assert send.topic is CONVERSATION_COMMANDS_TOPIC
    assert isinstance(line, AddSystemLine)
    assert line.line is SystemLine.TICKET_CREATED
    assert line.text == "Ticket 41 was created."
    assert line.subject_id == command.ticket_id


def test_the_line_has_the_same_id_each_time_the_decision_is_made() -> None:
    command = create()
    first, second = (accepted(Asked(NONE_YET).to(command)).sends[0].id for _ in range(2))
    assert first == second != COMMAND


def test_t4_a_conversation_may_have_several_tickets() -> None:
    one = accepted(Asked(NONE_YET).to(create())).state
    assert len(accepted(Asked(one).to(create())).state.tickets) == 2


def test_a_conversation_does_not_have_tickets_without_end() -> None:
    facts = Facts({COMMAND: 41}, Limits(most_tickets=1))
    one = accepted(Asked(NONE_YET, facts).to(create())).state
    assert refusal(Asked(one, facts).to(create())) == "too_many_tickets"


def test_another_command_cannot_make_the_same_ticket_again() -> None:
    command = create()
    one = accepted(Asked(NONE_YET).to(command)).state
    assert refusal(Asked(one).to(command)) == "ticket_exists"


@pytest.mark.parametrize("email", ["jo", "jo@", "@example.org", "jo@example", "j o@example.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert refusal(Asked(NONE_YET).to(create(user_email=email))) == "bad_email"


@pytest.mark.parametrize("origin", [TicketOrigin.AI, TicketOrigin.USER, TicketOrigin.OFFLINE_INFO])
def test_t2_a_ticket_that_no_agent_asked_for_is_not_lost_to_an_address_that_is_none(
    origin: TicketOrigin,
) -> None:
    """A host site may vouch for one that is good in its own house only."""
    wanted = create(agent_id=None, origin=origin, user_email="jo@intranet")
    (ticket,) = accepted(Asked(NONE_YET).to(wanted)).state.tickets
    assert (ticket.origin, ticket.user_email) == (origin, None)


PAIRS = [(a, b) for a in TicketStatus for b in TicketStatus if a is not b]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_t3_any_status_follows_any_other(before: TicketStatus, after: TicketStatus) -> None:
    tickets = accepted(Asked(NONE_YET).to(create())).state
    (ticket,) = tickets.tickets
    tickets = tickets.having(replace(ticket, status=before))
    verdict = accepted(Asked(tickets).to(change(ticket.id, after)))
    (event,) = (say.message for say in verdict.says)
    assert isinstance(event, TicketStatusChanged)
    assert (event.previous, event.status, event.revision) == (before, after, 2)
    assert (event.number, event.subject) == (ticket.number, ticket.subject)
    assert not verdict.sends


def test_t3_setting_the_same_status_again_is_fine_and_is_no_event() -> None:
    tickets = accepted(Asked(NONE_YET).to(create())).state
    (ticket,) = tickets.tickets
    verdict = accepted(Asked(tickets).to(change(ticket.id, TicketStatus.OPEN)))
    assert not verdict.says
    assert verdict.state == tickets
    assert verdict.data == {
        "ticket_id": str(ticket.id),
        "number": 41,
        "revision": 1,
        "status": "open",
    }


def test_a_ticket_of_another_conversation_is_unknown() -> None:
    assert refusal(Asked(NONE_YET).to(change(uuid4(), TicketStatus.RESOLVED))) == "unknown_ticket"


def test_every_command_of_the_topic_has_a_decision() -> None:
    from switchboard.contracts.commands.ticketing import TICKETING_COMMANDS  # noqa: PLC0415

    assert set(DECISIONS) == set(TICKETING_COMMANDS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TicketStatus.PENDING_USER, TicketStatus.OPEN),
        (TicketStatus.RESOLVED, TicketStatus.OPEN),
        (TicketStatus.PENDING_INTERNAL, TicketStatus.PENDING_INTERNAL),
        (TicketStatus.OPEN, TicketStatus.OPEN),
    ],
)
def test_t3_the_users_reply_opens_what_waits_for_them_or_was_resolved(
    before: TicketStatus, after: TicketStatus
) -> None:
    command = create()
    tickets = accepted(Asked(NONE_YET).to(command)).state
    tickets = accepted(Asked(tickets).to(change(command.ticket_id, before))).state
    verdict = accepted(Asked(tickets).to(ReopenTickets(conversation_id=CONVERSATION)))
    assert [ticket.status for ticket in verdict.state.tickets] == [after]
    said = [say.message for say in verdict.says]
    assert [(m.previous, m.agent_id) for m in said if isinstance(m, TicketStatusChanged)] == (
        [(before, None)] if before is not after else []
    )


def edit(ticket_id: UUID, **fields: Any) -> EditTicket:
    return EditTicket(
        **{"conversation_id": CONVERSATION, "ticket_id": ticket_id, "agent_id": ANNA} | fields
    )


def a_ticket() -> tuple[Tickets, UUID]:
    command = create(user_email="old@example.org")
    return accepted(Asked(NONE_YET).to(command)).state, command.ticket_id


def test_t1_a_ticket_is_edited_and_what_is_left_out_stays() -> None:
    tickets, ticket_id = a_ticket()
    verdict = accepted(Asked(tickets).to(edit(ticket_id, subject="Found", assignee_id=ANNA)))
    (event,) = (say.message for say in verdict.says)
    assert isinstance(event, TicketEdited)
    assert (event.subject, event.assignee_id, event.revision) == ("Found", ANNA, 2)
    assert (event.user_email, event.status) == ("old@example.org", TicketStatus.OPEN)
    freed = accepted(Asked(verdict.state).to(edit(ticket_id, unassign=True)))
    assert freed.state.tickets[0].assignee_id is None


def test_t1_editing_nothing_states_nothing() -> None:
    tickets, ticket_id = a_ticket()
    assert accepted(Asked(tickets).to(edit(ticket_id, subject="Parcel lost"))).says == ()


def test_t1_an_edit_of_no_ticket_or_to_no_address_is_refused() -> None:
    tickets, ticket_id = a_ticket()
    for command, code in (
        (edit(uuid4(), subject="x"), "unknown_ticket"),
        (edit(ticket_id, user_email="nonsense"), "bad_email"),
    ):
        verdict = Asked(tickets).to(command)
        assert isinstance(verdict, Refused)
        assert verdict.code == code


def test_o3_the_users_correction_reaches_the_ticket_if_there_is_one() -> None:
    tickets, ticket_id = a_ticket()
    correction = edit(ticket_id, user_email="new@example.org", agent_id=None)
    assert accepted(Asked(tickets).to(correction)).state.tickets[0].user_email == "new@example.org"
    assert accepted(Asked(NONE_YET).to(correction)).says == ()


def by(origin: TicketOrigin, description: str = "") -> CreateTicket:
    return create(origin=origin, agent_id=None, description=description)


def line(verdict: Accepted[Tickets]) -> str:
    (send,) = verdict.sends
    assert isinstance(send.message, AddSystemLine)
    assert send.message.line is SystemLine.TICKET_CREATED
    return send.message.text


def test_t4_the_ai_has_one_open_ticket_at_most_and_the_one_there_is_is_named_again() -> None:
    first = accepted(Asked(NONE_YET).to(by(TicketOrigin.AI)))
    (ticket,) = first.state.tickets
    assert (ticket.origin, line(first)) == (TicketOrigin.AI, "Ticket 41 was created.")
    facts = Facts({COMMAND: 42})
    again = accepted(Asked(first.state, facts).to(by(TicketOrigin.AI)))
    assert (again.state, again.says) == (first.state, ())
    assert line(again) == "Ticket 41 is open already."
    resolved = first.state.having(replace(ticket, status=TicketStatus.RESOLVED))
    assert line(accepted(Asked(resolved, facts).to(by(TicketOrigin.AI)))) == (
        "Ticket 42 was created."
    )


@pytest.mark.parametrize("status", [TicketStatus.PENDING_INTERNAL, TicketStatus.PENDING_USER])
def test_t4_what_is_not_resolved_is_open(status: TicketStatus) -> None:
    first = accepted(Asked(NONE_YET).to(by(TicketOrigin.AI))).state
    pending = first.having(replace(first.tickets[0], status=status))
    again = accepted(Asked(pending, Facts({COMMAND: 42})).to(by(TicketOrigin.AI)))
    assert again.state == pending


def test_t4_others_make_as_many_as_they_like_but_a_user_not_two_of_the_same_words() -> None:
    tickets, facts = NONE_YET, Facts({COMMAND: 41})
    for command in (
        by(TicketOrigin.AI),
        by(TicketOrigin.USER, "The parcel."),
        by(TicketOrigin.USER, "The bill."),
        by(TicketOrigin.USER, "The bill."),
        by(TicketOrigin.AGENT, "The bill."),
        by(TicketOrigin.AGENT, "The bill."),
        by(TicketOrigin.OFFLINE_INFO, "The bill."),
    ):
        tickets = accepted(Asked(tickets, facts).to(command)).state
    assert len(tickets.tickets) == 6


def test_t2_a_sender_that_does_not_say_is_an_agent_s_button_if_it_names_one() -> None:
    (ticket,) = accepted(Asked(NONE_YET).to(create())).state.tickets
    assert ticket.origin is TicketOrigin.AGENT
