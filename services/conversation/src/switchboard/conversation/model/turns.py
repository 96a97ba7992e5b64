"""The AI's turns (rules C5, C6)."""

from switchboard.contracts.events.conversation import TurnOpened
from switchboard.contracts.words import Status
from switchboard.conversation.model.facts import Limits
from switchboard.conversation.model.story import Story


def with_turn_if_owed(story: Story, limits: Limits) -> Story:
    """Open a turn if the AI has the conversation, none is open and a user message is unanswered.

    Called wherever a turn may begin: after a user message, after an accepted reply, and after a
    return to the AI (rules C5, C6, C8).
    """
    conversation = story.conversation
    idle = conversation.status is Status.ACTIVE_AI and conversation.turn is None
    if not (idle and conversation.unanswered):
        return story
    return story.tell(
        TurnOpened,
        turn=conversation.turns + 1,
        epoch=conversation.epoch,
        answer_up_to_seq=conversation.user_seq,
        public_seq=conversation.user_public_seq,
        answered_public_seq=conversation.answered_public_seq,
        transcript_public_seq=conversation.public_seq,
        due_at=story.now + limits.turn,
    )
