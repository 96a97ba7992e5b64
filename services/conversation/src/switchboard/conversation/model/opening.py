"""How conversations begin (rules C1, X2, I1, I4)."""

from datetime import datetime

from switchboard.contracts.commands.conversation import (
    OpenConversation,
    SendUserMessage,
    VouchedPerson,
)
from switchboard.contracts.envelope import Chain, Envelope
from switchboard.contracts.events.conversation import ConversationOpened
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.words import HandOffReason, Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.story import Story


def may_open(command: OpenConversation | SendUserMessage, envelope: Envelope) -> bool:
    """Whether a command may create its conversation.

    Only the visitor's door and a forward may, and only under an id that a chain derives: the
    visitor's, or that of the person whom they are known to be.
    """
    if envelope.opening is None:
        return False
    previous = command.previous_conversation_id
    if _is_persons_first(command, envelope.chain):
        return True
    if previous is not None:
        return command.conversation_id == next_conversation(previous)
    return command.conversation_id == first_conversation(command.visitor_id)


def _is_persons_first(command: OpenConversation | SendUserMessage, chain: Chain | None) -> bool:
    return chain is not None and command.conversation_id == first_conversation(chain.person_id)


def _stands_on_person_chain(
    command: OpenConversation | SendUserMessage, chain: Chain | None
) -> bool:
    """Whether it is the person's first, or follows the newest that the sender knew of."""
    if chain is None:
        return False
    previous = command.previous_conversation_id
    return _is_persons_first(command, chain) or (previous is not None and previous == chain.head)


def opened(
    command: OpenConversation | SendUserMessage,
    envelope: Envelope,
    facts: Facts,
    now: datetime,
    *,
    answer: bool,
) -> Story:
    """Begin a conversation: with the AI, or, if it is switched off, in the queue (rule C1).

    That of an identified visitor is the person's from the start (rule I1).
    """
    chain = envelope.chain
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
        person=VouchedPerson(person_id=chain.person_id) if chain else None,
        on_person_chain=_stands_on_person_chain(command, chain),
    )
    story = Story(blank, envelope.id, now).tell(
        ConversationOpened,
        answer=answer,
        visitor_id=command.visitor_id,
        site=command.site,
        status=Status.ACTIVE_AI,
        epoch=blank.epoch,
        previous_conversation_id=command.previous_conversation_id,
        user_name=command.user_name,
        person_id=blank.person_id,
    )
    if facts.ai_enabled:
        return story
    return with_human_asked_for(story, facts, HandOffReason.AI_SWITCHED_OFF)
