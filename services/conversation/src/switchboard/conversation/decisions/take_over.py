"""An agent becomes the one who answers, whoever did before."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import TakeOver
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.joining import with_taken_over
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def take_over(
    conversation: Conversation | None,
    command: TakeOver,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Take the conversation from the AI, the queue or another agent (rules C7, D1, D5, H1)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    member = facts.active_member(command.agent_id)
    if member is None:
        return refused(Code.UNKNOWN_MEMBER)
    if conversation.agent_id == member.id:
        return Accepted(conversation)
    return with_taken_over(Story(conversation, command_id, now), member, answer=True).accepted()
