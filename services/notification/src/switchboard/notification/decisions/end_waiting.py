"""A conversation waits no longer."""

from uuid import UUID

from switchboard.contracts.commands.notification import EndWaiting, Withdraw
from switchboard.contracts.events.notification import NotificationKind
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC
from switchboard.notification.model.refusals import ListVerdict
from switchboard.notification.model.waiting import WaitingList
from switchboard.runtime.roles import Accepted, Send


def end_waiting(waiting: WaitingList, command: EndWaiting, cause: UUID) -> ListVerdict:
    """Take it from the list, and from what members were told with all else (rules H5, O5, P2)."""
    wait = waiting.waits.get(command.conversation_id)
    if wait is None:
        return Accepted(waiting)
    sends = tuple(
        _withdrawal(member, command.conversation_id, cause) for member in sorted(wait.told_of_all)
    )
    return Accepted(waiting.without(command.conversation_id), sends=sends)


def _withdrawal(member_id: UUID, conversation_id: UUID, cause: UUID) -> Send:
    command = Withdraw(
        member_id=member_id,
        conversation_id=conversation_id,
        kinds=(NotificationKind.HAND_OFF, NotificationKind.ESCALATION),
    )
    derived = translated_command_id(cause, command.message_type(), command.key)
    return Send(NOTIFICATION_COMMANDS_TOPIC, command, id=derived)
