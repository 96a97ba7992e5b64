"""An agent ends the conversation for good."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import CloseConversation
from switchboard.contracts.events.conversation import ConversationClosed
from switchboard.contracts.words import Status, SystemLine
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story

CLOSING = "This conversation is closed. Your next message starts a new one."


def close_conversation(
    conversation: Conversation | None,
    command: CloseConversation,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Tell the user, then close: nothing public follows (rules X1, X5)."""
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    if facts.active_member(command.agent_id) is None:
        return refused(Code.UNKNOWN_MEMBER)
    story = Story(conversation, command_id, now).system_line(SystemLine.CLOSED, CLOSING)
    return story.tell(
        ConversationClosed,
        answer=True,
        agent_id=command.agent_id,
        status=Status.CLOSED,
        epoch=conversation.epoch + 1,
        public_seq=story.conversation.public_seq,
        withdraw_from=conversation.notified,
    ).accepted()
