"""Whom a conversation calls: from the facts of conversations to commands for each member."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from switchboard.contracts.commands.notification import Notify, Withdraw
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    CollaboratorAdded,
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
from switchboard.runtime.roles import Incoming, Send

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

_ENDS = (ReturnedToAi, ConversationClosed, ReminderAnswered)
"""Facts that only make moot what members were told."""


class Calls:
    """Tells the members whom a fact names, and takes back from those whom an end of it names.

    Who that is was decided with the fact itself: nothing is looked up here.
    """

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_END
    wanted: tuple[type[Message], ...] = (*_CALLS, *_ENDS)

    def translate(self, event: Incoming) -> Sequence[Send]:
        """First what is moot, then what is new (rules H3, H5, H8, H11, D5)."""
        fact, cause = event.message, event.envelope.id
        moot: list[Notify | Withdraw] = [
            Withdraw(member_id=member, conversation_id=UUID(event.key))
            for member in getattr(fact, "withdraw_from", ())
        ]
        return [_send(cause, command) for command in (*moot, *_told(event))]


def _told(event: Incoming) -> list[Notify]:
    fact, kind = event.message, _CALLS.get(type(event.message))
    away: tuple[UUID, ...] = getattr(fact, "reach_out", ())
    members = dict.fromkeys((*getattr(fact, "notify", ()), *away))
    return [
        Notify(
            member_id=member,
            notification_id=uuid5(event.envelope.id, str(member)),
            kind=kind,
            conversation_id=UUID(event.key),
            reach_out=member in away,
        )
        for member in members
        if kind is not None
    ]


def _send(cause: UUID, command: Notify | Withdraw) -> Send:
    derived = translated_command_id(cause, command.message_type(), command.key)
    return Send(NOTIFICATION_COMMANDS_TOPIC, command, id=derived)
