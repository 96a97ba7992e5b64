"""Another service has something to tell in the conversation."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AddSystemLine
from switchboard.contracts.words import Audience
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story


def add_system_line(
    conversation: Conversation | None, command: AddSystemLine, command_id: UUID, now: datetime
) -> Verdict:
    """Tell it to the user, or, once the conversation is closed, to the team only (rule X1)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    audience = Audience.TEAM if conversation.is_closed else Audience.PUBLIC
    story = Story(conversation, command_id, now)
    return story.system_line(command.line, command.text, audience=audience).accepted()
