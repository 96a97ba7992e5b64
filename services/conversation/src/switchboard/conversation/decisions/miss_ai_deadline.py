"""The AI did not answer in time."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.words import HandOffReason
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def miss_ai_deadline(
    conversation: Conversation, timer_id: UUID, facts: Facts, now: datetime
) -> Accepted[Conversation] | None:
    """Ask for a human: a user is never left with silence (rule C6)."""
    if conversation.turn is None:
        return None
    story = Story(conversation, timer_id, now)
    return with_human_asked_for(story, facts, HandOffReason.AI_TOO_LATE).accepted()
