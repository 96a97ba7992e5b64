"""An agent writes for the team only."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AddInternalNote
from switchboard.contracts.events.conversation import InternalNoteAdded
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story


def add_internal_note(
    conversation: Conversation | None,
    command: AddInternalNote,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Store the note, also after the close; who answers stays as it is (rules C9, N1, X3)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    member = facts.active_member(command.agent_id)
    if member is None:
        return refused(Code.UNKNOWN_MEMBER)
    story = Story(conversation, command_id, now)
    return story.tell(
        InternalNoteAdded,
        answer=True,
        message_id=story.new_message_id(),
        agent_id=member.id,
        agent_name=member.public_name,
        text=command.text,
    ).accepted()
