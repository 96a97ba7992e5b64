"""Who asks for a ticket is understood; who asks about tickets, or buys one, is not (rule T2)."""

import pytest

from switchboard.assistant.model.ticket_request import wants_ticket


@pytest.mark.parametrize(
    "text",
    [
        "please open a ticket",
        "Can you open a ticket for me?",
        "could you create a support ticket for this please",
        "I'd like to file a ticket",
        "Open up a ticket, I have no time to chat.",
        "I need a support ticket",
        "can i open a ticket?",
        "It is still broken. Please log a new ticket.",
        "turn this into a ticket",
    ],
)
def test_a_request_for_a_ticket_is_understood(text: str) -> None:
    assert wants_ticket(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I create a ticket?",
        "how can an agent open a ticket",
        "What does the ticket status mean?",
        "i want to buy a ticket to Boston",
        "I need a ticket for the concert",
        "Did you open a ticket?",
        "please don't open a ticket",
        "I opened a ticket yesterday",
        "agents create a ticket with the button",
    ],
)
def test_a_question_about_tickets_or_a_purchase_is_no_request(text: str) -> None:
    assert not wants_ticket(text)
