"""How conversations begin (rules C1, X2, I4)."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import OpenConversation, SendUserMessage
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import ConversationOpened
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.words import HandOffReason, Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.story import Story


def may_open(command: OpenConversation | SendUserMessage, opening: Opening | None) -> bool:
    """Whether a command may create its conversation.

    Only the visitor's door and a forward may, and only under the id that the chain derives.
    """
    if opening is None:
        return False
    if command.previous_conversation_id is not None:
        expected = next_conversation(command.previous_conversation_id)
    else:
        expected = first_conversation(command.visitor_id)
    return command.conversation_id == expected


def opened(
    command: OpenConversation | SendUserMessage,
    cause_id: UUID,
    facts: Facts,
    now: datetime,
    *,
    answer: bool,
) -> Story:
    """Begin a conversation: with the AI, or, if it is switched off, in the queue (rule C1)."""
    blank = Conversation(
        id=command.conversation_id,
        visitor_id=command.visitor_id,
        site=command.site,
        opened_at=now,
        changed_at=now,
        active_at=now,
        status=Status.ACTIVE_AI,
        previous_id=command.previous_conversation_id,
        user_name=command.user_name,
    )
    story = Story(blank, cause_id, now).tell(
        ConversationOpened,
        answer=answer,
        visitor_id=command.visitor_id,
        site=command.site,
        status=Status.ACTIVE_AI,
        epoch=blank.epoch,
        previous_conversation_id=command.previous_conversation_id,
        user_name=command.user_name,
    )
    if facts.ai_enabled:
        return story
    return with_human_asked_for(story, facts, HandOffReason.AI_SWITCHED_OFF)
