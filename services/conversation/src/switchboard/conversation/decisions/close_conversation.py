"""An agent ends the conversation for good."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import CloseConversation
from switchboard.conversation.model.closing import with_closed
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story


def close_conversation(
    conversation: Conversation | None,
    command: CloseConversation,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Close it: nothing public follows (rules X1, X5)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    return with_closed(
        Story(conversation, command_id, now), command.agent_id, answer=True
    ).accepted()
