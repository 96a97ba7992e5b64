"""An agent has a member follow the conversation no longer."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import RemoveCollaborator
from switchboard.contracts.events.conversation import CollaboratorRemoved
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def remove_collaborator(
    conversation: Conversation | None,
    command: RemoveCollaborator,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """The member follows it no longer, whether they are still on the team or not (rule D6)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    if command.member_id not in conversation.collaborators:
        return Accepted(conversation)
    return (
        Story(conversation, command_id, now)
        .tell(
            CollaboratorRemoved,
            answer=True,
            agent_id=command.agent_id,
            member_id=command.member_id,
            withdraw_from=(command.member_id,),
        )
        .accepted()
    )
