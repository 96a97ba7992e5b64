"""What each fact makes of a conversation."""

from datetime import datetime
from functools import singledispatch

from switchboard.contracts.events.conversation import (
    AgentMessageSent,
    AgentTookOver,
    AiMessageSent,
    ConversationAccepted,
    ConversationClosed,
    ConversationEvent,
    HandOffRequested,
    ReturnedToAi,
    TurnOpened,
    UserEmailProvided,
    UserMessageSent,
)
from switchboard.contracts.events.snapshot import Preview
from switchboard.contracts.words import Source
from switchboard.conversation.model.conversation import Conversation, Turn

_PREVIEW_CHARACTERS = 140


def evolved(conversation: Conversation, event: ConversationEvent) -> Conversation:
    """The conversation after a fact: its number, and what the fact changes."""
    numbered = conversation.changed(seq=event.seq, changed_at=event.at)
    return _change(event, numbered)


@singledispatch
def _change(event: ConversationEvent, conversation: Conversation) -> Conversation:
    """A fact that changes nothing but the number: notes, system lines, refusals."""
    del event
    return conversation


@_change.register
def _user_message(event: UserMessageSent, conversation: Conversation) -> Conversation:
    return conversation.changed(
        user_seq=event.seq,
        user_public_seq=conversation.public_seq + 1,
        unanswered=True,
        preview=_preview(Source.USER, event.text, event.at),
    )


@_change.register
def _agent_message(event: AgentMessageSent, conversation: Conversation) -> Conversation:
    return conversation.changed(
        unanswered=False,
        answered_public_seq=conversation.user_public_seq,
        preview=_preview(Source.AGENT, event.text, event.at),
    )


@_change.register
def _ai_message(event: AiMessageSent, conversation: Conversation) -> Conversation:
    turn = conversation.turn
    covered = turn.answer_up_to_seq if turn else conversation.user_seq
    return conversation.changed(
        unanswered=conversation.user_seq > covered,
        answered_public_seq=turn.public_seq if turn else conversation.user_public_seq,
        turn=None,
        preview=_preview(Source.AI, event.text, event.at),
    )


@_change.register
def _turn(event: TurnOpened, conversation: Conversation) -> Conversation:
    turn = Turn(
        event.turn,
        event.epoch,
        event.answer_up_to_seq,
        event.seq,
        event.due_at,
        event.public_seq,
    )
    return conversation.changed(turns=event.turn, turn=turn)


@_change.register
def _hand_off(event: HandOffRequested, conversation: Conversation) -> Conversation:
    kept = conversation.notified
    return _handed_on(conversation, event).changed(
        agent_id=None,
        agent_name=None,
        notified=(*kept, *(m for m in event.notify if m not in kept)),
        hand_off_reason=event.reason,
        waiting_seq=event.seq,
    )


@_change.register
def _accepted(event: ConversationAccepted, conversation: Conversation) -> Conversation:
    return _handed_on(conversation, event).changed(
        agent_id=event.agent_id, agent_name=event.agent_name
    )


@_change.register
def _taken_over(event: AgentTookOver, conversation: Conversation) -> Conversation:
    former = {event.previous_agent_id} - {None, event.agent_id}
    others = tuple(m for m in conversation.collaborators if m != event.agent_id)
    return _handed_on(conversation, event).changed(
        agent_id=event.agent_id,
        agent_name=event.agent_name,
        collaborators=others + tuple(m for m in former if m is not None and m not in others),
    )


@_change.register
def _returned(event: ReturnedToAi, conversation: Conversation) -> Conversation:
    return _handed_on(conversation, event).changed(agent_id=None, agent_name=None)


@_change.register
def _email(event: UserEmailProvided, conversation: Conversation) -> Conversation:
    return conversation.changed(user_email=event.email)


@_change.register
def _closed(event: ConversationClosed, conversation: Conversation) -> Conversation:
    return _handed_on(conversation, event).changed(closed_at=event.at)


def _handed_on(
    conversation: Conversation,
    event: HandOffRequested
    | ConversationAccepted
    | AgentTookOver
    | ReturnedToAi
    | ConversationClosed,
) -> Conversation:
    """Who may answer has changed: the running turn and the notifications belong to the past."""
    return conversation.changed(
        status=event.status,
        epoch=event.epoch,
        turn=None,
        notified=(),
        presence_judged_at=None,
    )


def _preview(source: Source, text: str, at: datetime) -> Preview:
    return Preview(source=source, text=text[:_PREVIEW_CHARACTERS], at=at)
