"""The user goes on with the assistant, since nobody can be had."""

from datetime import datetime

from switchboard.contracts.commands.conversation import ContinueWithAssistant
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.returning import with_returned
from switchboard.conversation.model.story import Story


def continue_with_assistant(
    conversation: Conversation | None,
    command: ContinueWithAssistant,
    envelope: Envelope,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """The AI may answer again, and does if a message is unanswered (rules O6, C6)."""
    if conversation is None or not conversation.is_of(command.visitor_id, envelope.chain):
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if conversation.status is not Status.AWAITING_OFFLINE_INFO:
        return refused(Code.NOT_AWAITING_EMAIL)
    if not facts.ai_enabled:
        return refused(Code.AI_SWITCHED_OFF)
    return with_returned(Story(conversation, envelope.id, now), facts.limits).accepted()
