"""The end of a conversation (rules X1, X4, X5)."""

from uuid import UUID

from switchboard.contracts.events.conversation import ConversationClosed
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.story import Story

CLOSING = "This conversation is closed. Your next message starts a new one."


def with_closed(story: Story, agent_id: UUID | None, *, answer: bool = False) -> Story:
    """Tell the user, then close: nothing public follows; `agent_id` is None for a rule."""
    before = story.conversation
    told = story.system_line(SystemLine.CLOSED, CLOSING)
    return told.tell(
        ConversationClosed,
        answer=answer,
        agent_id=agent_id,
        status=Status.CLOSED,
        epoch=before.epoch + 1,
        public_seq=told.conversation.public_seq,
        withdraw_from=before.holders,
    )
