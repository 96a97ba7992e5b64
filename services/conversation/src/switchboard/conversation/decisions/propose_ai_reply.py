"""The assistant proposes the answer of a turn."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ProposeAiReply
from switchboard.contracts.events.conversation import AiMessageSent
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.discarding import discarded
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.fencing import objection
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.conversation.model.turns import with_turn_if_owed


def propose_ai_reply(
    conversation: Conversation | None,
    command: ProposeAiReply,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Store the reply if the AI still may answer this turn, else discard it (rules C2, C3, C5).

    If the user wrote during the run, the same decision opens the next turn.
    """
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    story = Story(conversation, command_id, now)
    code = objection(conversation, command.turn, command.epoch, now)
    if code is not None:
        return discarded(story, command, code, facts)
    replied = story.tell(
        AiMessageSent,
        answer=True,
        message_id=story.new_message_id(),
        turn=command.turn,
        epoch=command.epoch,
        text=command.text,
        sources=command.sources,
    )
    return with_turn_if_owed(replied, facts.limits).accepted()
