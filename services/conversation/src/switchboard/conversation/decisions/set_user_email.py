"""An agent writes down the user's e-mail address."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import SetUserEmail
from switchboard.contracts.events.conversation import UserEmailProvided
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.offline_info import address
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story


def set_user_email(
    conversation: Conversation | None,
    command: SetUserEmail,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Keep it on this conversation alone; what was sent before stays where it went (N4, O4, D6)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    email = address(command.email)
    if email is None:
        return refused(Code.BAD_EMAIL)
    story = Story(conversation, command_id, now)
    return story.tell(
        UserEmailProvided, answer=True, email=email, agent_id=command.agent_id
    ).accepted()
