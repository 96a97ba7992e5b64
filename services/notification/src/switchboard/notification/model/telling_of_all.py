"""Telling a member once of everything that waits (rules O5, P2)."""

from uuid import UUID, uuid5

from switchboard.contracts.commands.notification import Notify
from switchboard.contracts.events.notification import NotificationKind
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC
from switchboard.notification.model.waiting import WaitingList
from switchboard.runtime.roles import Send

MOST_NAMED = 500
"""How many conversations one notification names: what waits longest; the inbox shows all."""


def told_of_all(
    waiting: WaitingList, member_id: UUID, cause: UUID
) -> tuple[WaitingList, tuple[Send, ...]]:
    """The list of which the member knows now, and the one command that tells them.

    Nothing is said if they know of everything already, however often they come.
    """
    if not waiting.has_news_for(member_id):
        return waiting, ()
    named = waiting.longest_first()[:MOST_NAMED]
    notify = Notify(
        member_id=member_id,
        notification_id=uuid5(cause, str(member_id)),
        kind=NotificationKind.HAND_OFF,
        conversation_id=named[0],
        conversation_ids=named,
        since=waiting.waits[named[0]].since,
    )
    return waiting.known_to(member_id), (sent(cause, notify),)


def sent(cause: UUID, command: Notify) -> Send:
    """The command on its way, under an id that the same cause always gives."""
    derived = translated_command_id(cause, command.message_type(), command.key)
    return Send(NOTIFICATION_COMMANDS_TOPIC, command, id=derived)
