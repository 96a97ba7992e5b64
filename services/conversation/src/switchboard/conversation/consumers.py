"""What the conversation service hears, and who handles it."""

from datetime import UTC, datetime

from switchboard.contracts.topics import (
    ASSISTANT_SETTINGS_TOPIC,
    TEAM_MEMBERS_TOPIC,
    TEAM_PRESENCE_TOPIC,
)
from switchboard.conversation.handlers.decider import ConversationDecider
from switchboard.conversation.model.facts import Limits
from switchboard.conversation.store.facts import FactsSource
from switchboard.conversation.store.projections import AssistantSwitch, Members, Presence

PROJECTORS = (Members(), Presence(), AssistantSwitch())

NEEDED_FIRST = (TEAM_MEMBERS_TOPIC, TEAM_PRESENCE_TOPIC, ASSISTANT_SETTINGS_TOPIC)
"""Nothing is decided before these were read up to their end."""


def decider(limits: Limits) -> ConversationDecider:
    """The rules with their view of members, presence and the AI."""
    source = FactsSource(limits, clock=lambda: datetime.now(UTC), started_at=datetime.now(UTC))
    return ConversationDecider(source)
