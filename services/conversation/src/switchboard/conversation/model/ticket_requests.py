"""Tickets that the AI proposes or the user asks for (rule T2)."""

from switchboard.contracts.events.conversation import TicketRequested
from switchboard.contracts.words import TicketOrigin
from switchboard.conversation.model.story import Story

_LONGEST_SUBJECT = 120


def with_ticket_requested(
    story: Story, origin: TicketOrigin, subject: str, description: str
) -> Story:
    """State it, with what the conversation knows: its address and its priority."""
    return story.tell(
        TicketRequested,
        origin=origin,
        subject=subject,
        description=description,
        user_email=story.conversation.user_email,
        priority=story.conversation.priority,
    )


def subject_of(problem: str) -> str:
    """The first line of a problem, shortened."""
    line = problem.strip().splitlines()[0]
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[:_LONGEST_SUBJECT].rstrip()}\u2026"
