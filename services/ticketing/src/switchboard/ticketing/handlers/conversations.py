"""What conversations call for: tickets to make, to open again, to erase."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from switchboard.contracts.commands.ticketing import (
    CreateTicket,
    EditTicket,
    EraseTickets,
    ReopenTickets,
)
from switchboard.contracts.events.conversation import (
    OfflineInfoCompleted,
    PersonErased,
    TicketReplyReceived,
    TicketRequested,
    UserEmailProvided,
)
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    CONVERSATION_EVENTS_TOPIC,
    TICKETING_COMMANDS_TOPIC,
    Start,
    Topic,
)
from switchboard.contracts.words import TicketOrigin
from switchboard.runtime.roles import Incoming, Send

_TICKETS = UUID("5f0c1a52-3d0e-4f7b-9a55-6a1f1c6f2f0b")
_LONGEST_SUBJECT = 120


class Conversations:
    """Turns what conversations state into commands about their tickets."""

    source: Topic = CONVERSATION_EVENTS_TOPIC
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (
        OfflineInfoCompleted,
        PersonErased,
        TicketReplyReceived,
        TicketRequested,
        UserEmailProvided,
    )

    def translate(self, event: Incoming) -> Sequence[Send]:
        """One command a fact (rules O3, T2, T3, E1)."""
        match event.message:
            case OfflineInfoCompleted() as fact:
                return (_send(event, _owed(fact)),)
            case TicketRequested() as fact:
                return (_send(event, _requested(fact, event.envelope.id)),)
            case TicketReplyReceived(conversation_id=conversation_id):
                return (_send(event, ReopenTickets(conversation_id=conversation_id)),)
            case UserEmailProvided(agent_id=None) as fact:
                return (_send(event, _corrected(fact)),)
            case PersonErased(conversation_id=conversation_id, erasure_id=erasure_id):
                erase = EraseTickets(conversation_id=conversation_id, erasure_id=erasure_id)
                return (_send(event, erase),)
        return ()


def _owed(fact: OfflineInfoCompleted) -> CreateTicket:
    """One ticket a conversation, however often it is said: its id is derived."""
    return CreateTicket(
        conversation_id=fact.conversation_id,
        ticket_id=_owed_id(fact.conversation_id),
        subject=_subject(fact.problem),
        description=fact.problem,
        user_email=fact.email,
        priority=fact.priority,
        origin=TicketOrigin.OFFLINE_INFO,
    )


def _requested(fact: TicketRequested, fact_id: UUID) -> CreateTicket:
    """One ticket a request, however often the fact is heard."""
    return CreateTicket(
        conversation_id=fact.conversation_id,
        ticket_id=uuid5(_TICKETS, str(fact_id)),
        subject=fact.subject,
        description=fact.description,
        user_email=fact.user_email,
        priority=fact.priority,
        origin=fact.origin,
    )


def _corrected(fact: UserEmailProvided) -> EditTicket:
    """What an agent writes down concerns what comes later; what the user says, this ticket too."""
    return EditTicket(
        conversation_id=fact.conversation_id,
        ticket_id=_owed_id(fact.conversation_id),
        user_email=fact.email,
    )


def _owed_id(conversation_id: UUID) -> UUID:
    return uuid5(_TICKETS, str(conversation_id))


def _send(
    event: Incoming, command: CreateTicket | EditTicket | ReopenTickets | EraseTickets
) -> Send:
    derived = translated_command_id(event.envelope.id, command.message_type(), command.key)
    return Send(TICKETING_COMMANDS_TOPIC, command, id=derived)


def _subject(problem: str) -> str:
    line = problem.strip().splitlines()[0]
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[:_LONGEST_SUBJECT].rstrip()}…"
