"""The user goes on with the assistant, since nobody can be had."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ContinueWithAssistant
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.returning import with_returned
from switchboard.conversation.model.story import Story


def continue_with_assistant(
    conversation: Conversation | None,
    command: ContinueWithAssistant,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """The AI may answer again, and does if a message is unanswered (rules O6, C6)."""
    if conversation is None or conversation.visitor_id != command.visitor_id:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if conversation.status is not Status.AWAITING_OFFLINE_INFO:
        return refused(Code.NOT_AWAITING_EMAIL)
    if not facts.ai_enabled:
        return refused(Code.AI_SWITCHED_OFF)
    return with_returned(Story(conversation, command_id, now), facts.limits).accepted()
