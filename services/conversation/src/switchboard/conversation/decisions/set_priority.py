"""An agent says how urgent the conversation is."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import SetPriority
from switchboard.contracts.events.conversation import PriorityChanged
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def set_priority(
    conversation: Conversation | None,
    command: SetPriority,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Change it, for the team only; that of a closed conversation stays (rule D6)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    if conversation.priority is command.priority:
        return Accepted(conversation)
    story = Story(conversation, command_id, now)
    return story.tell(
        PriorityChanged,
        answer=True,
        agent_id=command.agent_id,
        previous=conversation.priority,
        priority=command.priority,
    ).accepted()
