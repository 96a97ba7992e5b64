"""An agent has a member follow the conversation."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AddCollaborator
from switchboard.contracts.events.conversation import CollaboratorAdded
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def add_collaborator(
    conversation: Conversation | None,
    command: AddCollaborator,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """The member follows it and may write; they are told, unless they did it (rules D1, D6)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    member = facts.active_member(command.member_id)
    if facts.active_member(command.agent_id) is None or member is None:
        return refused(Code.UNKNOWN_MEMBER)
    if conversation.is_served_by(member.id):
        return Accepted(conversation)
    return (
        Story(conversation, command_id, now)
        .tell(
            CollaboratorAdded,
            answer=True,
            agent_id=command.agent_id,
            member_id=member.id,
            notify=() if member.id == command.agent_id else (member.id,),
        )
        .accepted()
    )
