"""The ticket that is owed once a user has left a problem and an address."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from switchboard.contracts.commands.ticketing import CreateTicket
from switchboard.contracts.events.conversation import OfflineInfoCompleted
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    CONVERSATION_EVENTS_TOPIC,
    TICKETING_COMMANDS_TOPIC,
    Start,
    Topic,
)
from switchboard.runtime.roles import Incoming, Send

_TICKETS = UUID("5f0c1a52-3d0e-4f7b-9a55-6a1f1c6f2f0b")
_LONGEST_SUBJECT = 120


class OfflineInfo:
    """Has the ticket created when its conversation says that it is owed (rule O3)."""

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (OfflineInfoCompleted,)

    def translate(self, event: Incoming) -> Sequence[Send]:
        """One ticket a conversation, however often it is said: its id is derived."""
        fact = event.message
        if not isinstance(fact, OfflineInfoCompleted):
            return ()
        command = CreateTicket(
            conversation_id=fact.conversation_id,
            ticket_id=uuid5(_TICKETS, str(fact.conversation_id)),
            subject=_subject(fact.problem),
            description=fact.problem,
            user_email=fact.email,
            priority=fact.priority,
        )
        derived = translated_command_id(event.envelope.id, command.message_type(), command.key)
        return (Send(TICKETING_COMMANDS_TOPIC, command, id=derived),)


def _subject(problem: str) -> str:
    line = problem.strip().splitlines()[0]
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[:_LONGEST_SUBJECT].rstrip()}…"
