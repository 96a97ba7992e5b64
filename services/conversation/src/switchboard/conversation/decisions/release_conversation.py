"""A member who had the conversation is on the team no longer."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ReleaseConversation
from switchboard.contracts.words import HandOffReason
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def release_conversation(
    conversation: Conversation | None,
    command: ReleaseConversation,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Put it back into the queue, if the member still has it (rule H9).

    Whether they are on the team is not asked: this may be heard before that they have left.
    """
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed or conversation.agent_id != command.member_id:
        return Accepted(conversation)
    story = Story(conversation, command_id, now)
    return with_human_asked_for(story, facts, HandOffReason.AGENT_REMOVED, answer=True).accepted()
