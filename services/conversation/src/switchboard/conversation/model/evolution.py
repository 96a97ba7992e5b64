"""What each fact makes of a conversation."""

from datetime import datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.erasing import ERASED
from switchboard.contracts.events.conversation import (
    AgentMessageSent,
    AgentTookOver,
    AiMessageSent,
    CollaboratorAdded,
    CollaboratorRemoved,
    ConversationAccepted,
    ConversationClosed,
    ConversationEvent,
    HandOffEscalated,
    HandOffRequested,
    InternalNoteAdded,
    OfflineInfoCompleted,
    PersonErased,
    PriorityChanged,
    ReplyOverdue,
    ReplyReminded,
    ReturnedToAi,
    SystemMessageAdded,
    TurnOpened,
    UserEmailProvided,
    UserIdentified,
    UserMessageSent,
)
from switchboard.contracts.events.snapshot import Preview
from switchboard.contracts.words import Source, SystemLine
from switchboard.conversation.model.conversation import Conversation, Turn
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.naming import with_names

_OF_MEMBERS = (AgentMessageSent, InternalNoteAdded)
_MESSAGES = frozenset({UserMessageSent, AiMessageSent, *_OF_MEMBERS})

_PREVIEW_CHARACTERS = 140
_PROBLEM_CHARACTERS = 2_000


def evolved(conversation: Conversation, event: ConversationEvent) -> Conversation:
    """The conversation after a fact: its number, and what the fact changes."""
    counts = _counts(event, conversation)
    return _change(event, conversation.changed(seq=event.seq, changed_at=event.at, **counts))


def _counts(event: ConversationEvent, conversation: Conversation) -> dict[str, Any]:
    """One message more, if it is one; a member who wrote has read what was there."""
    if type(event) not in _MESSAGES:
        return {}
    messages = conversation.messages + 1
    if isinstance(event, _OF_MEMBERS):
        written = {**conversation.written, event.agent_id: messages}
        return {"messages": messages, "written": written}
    return {"messages": messages}


@singledispatch
def _change(event: ConversationEvent, conversation: Conversation) -> Conversation:
    """A fact that changes nothing but the number: notes, refusals."""
    del event
    return conversation


@_change.register
def _user_message(event: UserMessageSent, conversation: Conversation) -> Conversation:
    return conversation.changed(
        user_seq=event.seq,
        user_public_seq=conversation.public_seq + 1,
        unanswered=True,
        unanswered_since=conversation.unanswered_since or event.at,
        problem=event.text.strip()[:_PROBLEM_CHARACTERS],
        active_at=event.at,
        idle_warned=False,
        preview=_preview(Source.USER, event.text, event.at),
    )


@_change.register
def _agent_message(event: AgentMessageSent, conversation: Conversation) -> Conversation:
    return conversation.changed(
        unanswered=False,
        unanswered_since=None,
        answered_public_seq=conversation.user_public_seq,
        reminders=0,
        reminded=(),
        told_of_longer_wait=False,
        active_at=event.at,
        idle_warned=False,
        preview=_preview(Source.AGENT, with_names(event.text, event.mentions), event.at),
    )


@_change.register
def _ai_message(event: AiMessageSent, conversation: Conversation) -> Conversation:
    turn = conversation.turn
    unanswered = conversation.user_seq > (turn.answer_up_to_seq if turn else conversation.user_seq)
    return conversation.changed(
        unanswered=unanswered,
        unanswered_since=conversation.unanswered_since if unanswered else None,
        answered_public_seq=turn.public_seq if turn else conversation.user_public_seq,
        turn=None,
        told_of_longer_wait=False,
        active_at=event.at,
        idle_warned=False,
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
    told = _with(conversation.holders, (*event.notify, *event.reach_out))
    return _handed_on(conversation, event).changed(
        agent_id=None,
        agent_name=None,
        notified=told,
        hand_off_reason=event.reason,
        waiting_since=event.at,
        escalated=False,
    )


@_change.register
def _escalated(event: HandOffEscalated, conversation: Conversation) -> Conversation:
    told = _with(conversation.notified, (*event.notify, *event.reach_out))
    return conversation.changed(notified=told, escalated=True)


@_change.register
def _reminded(event: ReplyReminded, conversation: Conversation) -> Conversation:
    return conversation.changed(reminders=1, reminded=_with(conversation.reminded, event.notify))


@_change.register
def _overdue(event: ReplyOverdue, conversation: Conversation) -> Conversation:
    return conversation.changed(reminders=2, reminded=_with(conversation.reminded, event.notify))


def _with(known: tuple[UUID, ...], members: tuple[UUID, ...]) -> tuple[UUID, ...]:
    return (*known, *(m for m in members if m not in known))


@_change.register
def _accepted(event: ConversationAccepted, conversation: Conversation) -> Conversation:
    return _handed_on(conversation, event).changed(
        agent_id=event.agent_id,
        agent_name=event.agent_name,
        joined_at=event.at,
        notified=_with(_followers(conversation), event.notify),
    )


@_change.register
def _taken_over(event: AgentTookOver, conversation: Conversation) -> Conversation:
    former = {event.previous_agent_id} - {None, event.agent_id}
    others = tuple(m for m in conversation.collaborators if m != event.agent_id)
    return _handed_on(conversation, event).changed(
        agent_id=event.agent_id,
        agent_name=event.agent_name,
        joined_at=event.at,
        notified=_with(_followers(conversation), event.notify),
        collaborators=others + tuple(m for m in former if m is not None and m not in others),
    )


@_change.register
def _returned(event: ReturnedToAi, conversation: Conversation) -> Conversation:
    return _handed_on(conversation, event).changed(
        agent_id=None, agent_name=None, notified=_followers(conversation)
    )


def _followers(conversation: Conversation) -> tuple[UUID, ...]:
    """Who was told that they follow it does so whoever answers."""
    return tuple(m for m in conversation.notified if m in conversation.collaborators)


@_change.register
def _email(event: UserEmailProvided, conversation: Conversation) -> Conversation:
    if event.agent_id is not None:
        return conversation.changed(user_email=event.email)
    return conversation.changed(
        user_email=event.email,
        emails_given=conversation.emails_given + 1,
        active_at=event.at,
        idle_warned=False,
    )


@_change.register
def _identified(event: UserIdentified, conversation: Conversation) -> Conversation:
    """What the user said of themselves stays; a gap is filled until the close (rule D6)."""
    known = conversation.changed(person=event.person)
    if conversation.is_closed:
        return known
    return known.changed(
        user_name=conversation.user_name or event.person.name,
        user_email=conversation.user_email or event.person.email,
    )


@_change.register
def _completed(event: OfflineInfoCompleted, conversation: Conversation) -> Conversation:
    del event
    return conversation.changed(offline_ticket_owed=True)


@_change.register
def _system_line(event: SystemMessageAdded, conversation: Conversation) -> Conversation:
    if event.line is SystemLine.TICKET_CREATED:
        return conversation.changed(ticketed=True)
    if event.line is SystemLine.LONGER_WAIT:
        return conversation.changed(told_of_longer_wait=True)
    return conversation


@_change.register
def _priority(event: PriorityChanged, conversation: Conversation) -> Conversation:
    return conversation.changed(priority=event.priority)


@_change.register
def _joined(event: CollaboratorAdded, conversation: Conversation) -> Conversation:
    return conversation.changed(
        collaborators=(*conversation.collaborators, event.member_id),
        notified=_with(conversation.notified, event.notify),
    )


@_change.register
def _left(event: CollaboratorRemoved, conversation: Conversation) -> Conversation:
    left = tuple(m for m in conversation.collaborators if m != event.member_id)
    return conversation.changed(collaborators=left)


@_change.register
def _closed(event: ConversationClosed, conversation: Conversation) -> Conversation:
    return _handed_on(conversation, event).changed(closed_at=event.at)


@_change.register
def _erased(event: PersonErased, conversation: Conversation) -> Conversation:
    del event
    preview, person = conversation.preview, conversation.person
    return conversation.changed(
        erased=True,
        person=VouchedPerson(person_id=person.person_id) if person else None,
        user_name=None,
        user_email=None,
        problem=None,
        preview=preview.model_copy(update={"text": ERASED}) if preview else None,
    )


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
        reminded=(),
        reminders=0,
        waiting_since=None,
        joined_at=None,
    ).disarmed(DeadlineKind.ACCEPTANCE, DeadlineKind.REPLY, DeadlineKind.ABSENCE)


def _preview(source: Source, text: str, at: datetime) -> Preview:
    return Preview(source=source, text=text[:_PREVIEW_CHARACTERS], at=at)
