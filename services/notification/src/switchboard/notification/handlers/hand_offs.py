"""Whom a hand-off concerns: from the facts of conversations to commands for each member."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from switchboard.contracts.commands.notification import Notify, Withdraw
from switchboard.contracts.events.conversation import (
    AgentTookOver,
    ConversationAccepted,
    ConversationClosed,
    HandOffRequested,
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

_MOOT = (ConversationAccepted, AgentTookOver, ReturnedToAi, ConversationClosed)


class HandOffs:
    """Tells the members that a hand-off names, and takes it back from those an end of it names.

    Who that is was decided with the fact itself: nothing is looked up here.
    """

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_END
    wanted: tuple[type[Message], ...] = (HandOffRequested, *_MOOT)

    def translate(self, event: Incoming) -> Sequence[Send]:
        """One command for each member (rules H3, H5)."""
        cause = event.envelope.id
        match event.message:
            case HandOffRequested(notify=members, conversation_id=conversation_id):
                return [_send(cause, _notify(cause, m, conversation_id)) for m in members]
            case (
                ConversationAccepted(withdraw_from=members, conversation_id=conversation_id)
                | AgentTookOver(withdraw_from=members, conversation_id=conversation_id)
                | ReturnedToAi(withdraw_from=members, conversation_id=conversation_id)
                | ConversationClosed(withdraw_from=members, conversation_id=conversation_id)
            ):
                return [
                    _send(cause, Withdraw(member_id=m, conversation_id=conversation_id))
                    for m in members
                ]
        return ()


def _notify(cause: UUID, member_id: UUID, conversation_id: UUID) -> Notify:
    return Notify(
        member_id=member_id,
        notification_id=uuid5(cause, str(member_id)),
        kind=NotificationKind.HAND_OFF,
        conversation_id=conversation_id,
    )


def _send(cause: UUID, command: Notify | Withdraw) -> Send:
    derived = translated_command_id(cause, command.message_type(), command.key)
    return Send(NOTIFICATION_COMMANDS_TOPIC, command, id=derived)
