"""What lists look like, for the document: stored bodies are passed on as they are, not built."""

from pydantic import BaseModel

from switchboard.contracts.events.snapshot import ConversationState
from switchboard.gateway.api.documented import (
    ANALYSIS,
    NOTIFICATION,
    PUBLIC_EVENT,
    TEAM_EVENT,
    TICKET,
    Answers,
)
from switchboard.gateway.api.schemas.conversations import PublicState


class ConversationPage(BaseModel):
    """Conversations as the team sees them, and what the agent has not read of them, by id."""

    conversations: list[ConversationState]
    next: str | None
    unread: dict[str, int]


class OwnConversations(BaseModel):
    """All conversations of a visitor."""

    conversations: list[PublicState]
    next: None


class TeamEventPage(BaseModel):
    """Events of the team's stream, and the number of the last one if more may follow."""

    events: list[TEAM_EVENT]
    next: int | None


class PublicEventPage(BaseModel):
    """Events of the user's stream, and the number of the last one if more may follow."""

    events: list[PUBLIC_EVENT]
    next: int | None


class TicketPage(BaseModel):
    """Tickets, each as its newest event has it."""

    tickets: list[TICKET]
    next: int | None


class Analyses(BaseModel):
    """All analyses of a conversation, each as its newest event has it."""

    analyses: list[ANALYSIS]
    next: None


class NotificationPage(BaseModel):
    """Notifications, each as its newest event has it, and how many the member has not seen."""

    notifications: list[NOTIFICATION]
    next: str | None
    unread: int


def page_of(model: object) -> Answers:
    """The answer of a route that lists."""
    return {200: {"model": model, "description": "A page, and where the next one begins, or null."}}
