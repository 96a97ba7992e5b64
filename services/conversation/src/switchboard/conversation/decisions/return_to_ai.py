"""An agent hands the conversation back to the AI."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ReturnToAi
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.returning import with_returned
from switchboard.conversation.model.story import Story


def return_to_ai(
    conversation: Conversation | None,
    command: ReturnToAi,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """The AI may answer again, and does if a user message is unanswered (rules C7, C8)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    if conversation.status is Status.ACTIVE_AI:
        return refused(Code.AI_ALREADY_ACTIVE)
    if not facts.ai_enabled:
        return refused(Code.AI_SWITCHED_OFF)
    story = Story(conversation, command_id, now)
    return with_returned(story, facts.limits, command.agent_id).accepted()
