"""The AI may answer again (rules C8, O6)."""

from uuid import UUID

from switchboard.contracts.events.conversation import ReturnedToAi
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.facts import Limits
from switchboard.conversation.model.story import Story
from switchboard.conversation.model.turns import with_turn_if_owed

RETURNED = "You are talking to the assistant again."


def with_returned(story: Story, limits: Limits, agent_id: UUID | None = None) -> Story:
    """Give the conversation back, and open a turn if a user message is unanswered.

    `agent_id` is None when it is the user who chose so.
    """
    told = story.tell(
        ReturnedToAi,
        answer=True,
        agent_id=agent_id,
        status=Status.ACTIVE_AI,
        epoch=story.conversation.epoch + 1,
        withdraw_from=story.conversation.holders,
    ).system_line(SystemLine.RETURNED_TO_ASSISTANT, RETURNED)
    return with_turn_if_owed(told, limits)
