"""The ticket that a user is owed who left a problem and an address (rule O3)."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from switchboard.contracts.commands.ticketing import CreateTicket
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.conversation import OfflineInfoCompleted
from switchboard.contracts.words import Priority
from switchboard.runtime.roles import Incoming
from switchboard.ticketing.handlers.offline_info import OfflineInfo

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONVERSATION = UUID("00000000-0000-0000-0000-0000000000cc")


def translated(problem: str) -> CreateTicket:
    cause = uuid4()
    fact = OfflineInfoCompleted(
        conversation_id=CONVERSATION,
        seq=7,
        at=NOW,
        email="user@example.org",
        problem=problem,
        priority=Priority.HIGH,
    )
    envelope = Envelope(cause, fact.ce_type(), "/test", NOW, cause)
    incoming = Incoming("conversation.events", 7, 0, fact.key, NOW, envelope, fact)
    (send,) = OfflineInfo().translate(incoming)
    assert isinstance(send.message, CreateTicket)
    return send.message


def test_o3_the_ticket_has_the_problem_the_address_and_the_priority() -> None:
    ticket = translated("The export fails.\nSince Monday.")
    assert ticket.subject == "The export fails."
    assert ticket.description == "The export fails.\nSince Monday."
    assert (ticket.user_email, ticket.priority) == ("user@example.org", Priority.HIGH)
    assert ticket.agent_id is None


def test_o3_it_is_one_ticket_however_often_it_is_said() -> None:
    assert translated("One.").ticket_id == translated("Two.").ticket_id


def test_a_long_problem_has_a_subject_that_can_be_stored() -> None:
    assert translated("\n " + "😀" * 2_000).subject.endswith("…")
