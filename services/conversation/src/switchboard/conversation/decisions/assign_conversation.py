"""An agent gives the conversation to a member of the team."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AssignConversation
from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.joining import with_accepted, with_taken_over
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def assign_conversation(
    conversation: Conversation | None,
    command: AssignConversation,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Accept it for that member, or hand it from one to another (rules H6, D4, D5)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    assignee = facts.active_member(command.assignee_id)
    if facts.active_member(command.agent_id) is None or assignee is None:
        return refused(Code.UNKNOWN_MEMBER)
    if conversation.agent_id == assignee.id:
        return Accepted(conversation)
    if facts.offline_since(assignee.id) is not None and not command.although_offline:
        return refused(Code.MEMBER_OFFLINE)
    join = with_taken_over if conversation.status is Status.ACTIVE_HUMAN else with_accepted
    story = Story(conversation, command_id, now)
    return join(story, assignee, assigned_by=command.agent_id, answer=True).accepted()
