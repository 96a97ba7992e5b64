"""An agent writes for the team only."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AddInternalNote
from switchboard.contracts.events.conversation import InternalNoteAdded
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.mentions import mentions_in, with_mentioned
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story


def add_internal_note(
    conversation: Conversation | None,
    command: AddInternalNote,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Store the note, also after the close, and tell whom it names; who answers stays as it is.

    Rules C9, N1, N2, X3.
    """
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    member = facts.active_member(command.agent_id)
    if member is None:
        return refused(Code.UNKNOWN_MEMBER)
    story = Story(conversation, command_id, now)
    note_id = story.new_message_id()
    noted = story.tell(
        InternalNoteAdded,
        answer=True,
        message_id=note_id,
        agent_id=member.id,
        agent_name=member.public_name,
        text=command.text,
        attachments=command.attachments,
    )
    return with_mentioned(noted, note_id, member, mentions_in(command.text, facts)).accepted()
