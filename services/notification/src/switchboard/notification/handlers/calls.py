"""Whom a conversation calls: from the facts of conversations to commands for each member."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from uuid import UUID, uuid5

from switchboard.contracts.commands.notification import (
    BeginWaiting,
    EndWaiting,
    Notify,
    Withdraw,
)
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    CollaboratorAdded,
    CollaboratorRemoved,
    ConversationAccepted,
    ConversationClosed,
    HandOffEscalated,
    HandOffRequested,
    MembersMentioned,
    ReminderAnswered,
    ReplyOverdue,
    ReplyReminded,
    ReturnedToAi,
)
from switchboard.contracts.events.notification import NotificationKind
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    CONVERSATION_EVENTS_TOPIC,
    NOTIFICATION_COMMANDS_TOPIC,
    Start,
    Topic,
)
from switchboard.notification.model.notification import REMINDERS
from switchboard.runtime.roles import Incoming, Send

Command: TypeAlias = Notify | Withdraw | BeginWaiting | EndWaiting

_CALLS: Mapping[type[Message], NotificationKind] = {
    HandOffRequested: NotificationKind.HAND_OFF,
    HandOffEscalated: NotificationKind.ESCALATION,
    ConversationAccepted: NotificationKind.ASSIGNED,
    AgentTookOver: NotificationKind.REASSIGNED,
    CollaboratorAdded: NotificationKind.COLLABORATION,
    ReplyReminded: NotificationKind.REPLY_REMINDER,
    ReplyOverdue: NotificationKind.REPLY_OVERDUE,
    MembersMentioned: NotificationKind.MENTION,
}
"""What members are told by which fact, if the fact names any."""

_OF_ITS_AGENT = (NotificationKind.ASSIGNED, NotificationKind.REASSIGNED, *REMINDERS)
_CALLED_FOR = (NotificationKind.HAND_OFF, NotificationKind.ESCALATION, *_OF_ITS_AGENT)

_MAKES_MOOT: Mapping[type[Message], tuple[NotificationKind, ...]] = {
    HandOffRequested: _OF_ITS_AGENT,
    ConversationAccepted: _CALLED_FOR,
    AgentTookOver: _CALLED_FOR,
    ReturnedToAi: _CALLED_FOR,
    ReminderAnswered: REMINDERS,
    CollaboratorRemoved: (NotificationKind.COLLABORATION,),
    ConversationClosed: (),
}
"""What of a member's notifications is moot by which fact; without any, all but mentions."""

_WAITS = (HandOffRequested, HandOffEscalated)
_WAITS_NO_LONGER = (ConversationAccepted, AgentTookOver, ReturnedToAi, ConversationClosed)


class Calls:
    """Tells the members whom a fact names, and takes back from those whom an end of it names.

    Who that is was decided with the fact itself: nothing is looked up here. What waits is noted
    for those who come online later (rules O5, P2).
    """

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_END
    wanted: tuple[type[Message], ...] = tuple(dict.fromkeys((*_CALLS, *_MAKES_MOOT)))

    def translate(self, event: Incoming) -> Sequence[Send]:
        """First what is moot, then what is new (rules H3, H5, H7-H9, H11, D5)."""
        commands: list[Command] = [*_moot(event), *_told(event), *_waiting(event)]
        return [_send(event.envelope.id, command) for command in commands]


def _moot(event: Incoming) -> list[Withdraw]:
    kinds = _MAKES_MOOT.get(type(event.message), ())
    return [
        Withdraw(member_id=member, conversation_id=UUID(event.key), kinds=kinds)
        for member in getattr(event.message, "withdraw_from", ())
    ]


def _told(event: Incoming) -> list[Notify]:
    fact, kind = event.message, _CALLS.get(type(event.message))
    away: tuple[UUID, ...] = getattr(fact, "reach_out", ())
    return [
        Notify(
            member_id=member,
            notification_id=uuid5(event.envelope.id, str(member)),
            kind=kind,
            conversation_id=UUID(event.key),
            reach_out=member in away,
            since=getattr(fact, "unanswered_since", None) or getattr(fact, "waiting_since", None),
        )
        for member in _named(fact)
        if kind is not None
    ]


def _named(fact: Message) -> tuple[UUID, ...]:
    """Each member whom a fact calls, once."""
    return tuple(dict.fromkeys((*getattr(fact, "notify", ()), *getattr(fact, "reach_out", ()))))


def _waiting(event: Incoming) -> list[BeginWaiting | EndWaiting]:
    fact, conversation = event.message, UUID(event.key)
    if isinstance(fact, _WAITS_NO_LONGER):
        return [EndWaiting(conversation_id=conversation)]
    if isinstance(fact, _WAITS):
        return [BeginWaiting(conversation_id=conversation, since=fact.at, told=_named(fact))]
    return []


def _send(cause: UUID, command: Command) -> Send:
    derived = translated_command_id(cause, command.message_type(), command.key)
    return Send(NOTIFICATION_COMMANDS_TOPIC, command, id=derived)
