"""An agent puts the conversation back into the queue."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import UnassignConversation
from switchboard.contracts.words import HandOffReason, Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def unassign_conversation(
    conversation: Conversation | None,
    command: UnassignConversation,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Ask for a human anew, whoever had it; what waits already goes on waiting (rules H4, H7)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    if _asks_already(conversation, facts):
        return Accepted(conversation)
    story = Story(conversation, command_id, now)
    return with_human_asked_for(
        story, facts, HandOffReason.UNASSIGNED, answer=True, agent_id=command.agent_id
    ).accepted()


def _asks_already(conversation: Conversation, facts: Facts) -> bool:
    if conversation.status is Status.AWAITING_OFFLINE_INFO:
        return facts.nobody_to_be_had
    return conversation.status is Status.WAITING_FOR_HUMAN
