"""An agent accepts a conversation that no agent has."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AcceptConversation
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.joining import with_accepted
from switchboard.conversation.model.refusals import Code, Verdict, refused, refused_for
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def accept_conversation(
    conversation: Conversation | None,
    command: AcceptConversation,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Exactly one agent wins; the others are told who did (rules H5, H6)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    member = facts.active_member(command.agent_id)
    if member is None:
        return refused(Code.UNKNOWN_MEMBER)
    if conversation.status is Status.ACTIVE_HUMAN:
        if conversation.agent_id == member.id:
            return Accepted(conversation)
        return refused_for(Code.ALREADY_ACCEPTED, conversation)
    return with_accepted(Story(conversation, command_id, now), member, answer=True).accepted()
