"""What conversations state, and what becomes of their tickets (rules O3, T3)."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from switchboard.contracts.commands.ticketing import CreateTicket, ReopenTickets
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.conversation import (
    ConversationEvent,
    OfflineInfoCompleted,
    TicketReplyReceived,
    TicketRequested,
)
from switchboard.contracts.message import Message
from switchboard.contracts.words import Priority, TicketOrigin
from switchboard.runtime.roles import Incoming
from switchboard.ticketing.handlers.conversations import Conversations

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONVERSATION = UUID("00000000-0000-0000-0000-0000000000cc")


def commands_of(fact: ConversationEvent) -> list[Message]:
    cause = uuid4()
    envelope = Envelope(cause, fact.ce_type(), "/test", NOW, cause)
    incoming = Incoming("conversation.events", 7, 0, fact.key, NOW, envelope, fact)
    return [send.message for send in Conversations().translate(incoming)]


def owed(problem: str) -> CreateTicket:
    fact = OfflineInfoCompleted(
        conversation_id=CONVERSATION,
        seq=7,
        at=NOW,
        email="user@example.org",
        problem=problem,
        priority=Priority.HIGH,
    )
    (command,) = commands_of(fact)
    assert isinstance(command, CreateTicket)
    return command


def test_o3_the_ticket_has_the_problem_the_address_and_the_priority() -> None:
    ticket = owed("The export fails.\nSince Monday.")
    assert ticket.subject == "The export fails."
    assert ticket.description == "The export fails.\nSince Monday."
    assert (ticket.user_email, ticket.priority) == ("user@example.org", Priority.HIGH)
    assert ticket.agent_id is None


def test_o3_it_is_one_ticket_however_often_it_is_said() -> None:
    assert owed("One.").ticket_id == owed("Two.").ticket_id


def test_a_long_problem_has_a_subject_that_can_be_stored() -> None:
    assert owed("\n " + "😀" * 2_000).subject.endswith("…")


def test_t2_a_ticket_that_was_asked_for_is_created_once_a_request() -> None:
    fact = TicketRequested(
        conversation_id=CONVERSATION,
        seq=7,
        at=NOW,
        origin=TicketOrigin.AI,
        subject="The export fails.",
        description="Since Monday.",
        user_email="user@example.org",
        priority=Priority.HIGH,
    )
    first, second = commands_of(fact)[0], commands_of(fact)[0]
    assert isinstance(first, CreateTicket)
    assert isinstance(second, CreateTicket)
    assert (first.subject, first.description) == ("The export fails.", "Since Monday.")
    assert (first.user_email, first.priority) == ("user@example.org", Priority.HIGH)
    assert (first.origin, first.agent_id) == (TicketOrigin.AI, None)
    assert first.ticket_id != second.ticket_id, "two facts are two requests"


def test_t3_a_reply_in_a_conversation_with_tickets_asks_for_their_reopening() -> None:
    reply = TicketReplyReceived(conversation_id=CONVERSATION, seq=9, at=NOW, message_id=uuid4())
    assert commands_of(reply) == [ReopenTickets(conversation_id=CONVERSATION)]
