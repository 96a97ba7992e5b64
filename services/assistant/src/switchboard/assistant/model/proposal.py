"""The ids of what a run proposes: derived from its job, so that a repeat is known as one."""

from uuid import UUID

from switchboard.contracts.commands.conversation import (
    ProposeAiReply,
    ProposeHandOff,
    ProposeTicket,
)
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message


def reply_id(job_id: UUID) -> UUID:
    """The id of the reply that a job proposes."""
    return _derived(job_id, ProposeAiReply)


def hand_off_id(job_id: UUID) -> UUID:
    """The id of the hand-off that a job proposes."""
    return _derived(job_id, ProposeHandOff)


def ticket_id(job_id: UUID) -> UUID:
    """The id of the ticket that a job proposes."""
    return _derived(job_id, ProposeTicket)


def _derived(job_id: UUID, command: type[Message]) -> UUID:
    return translated_command_id(job_id, command.message_type(), str(job_id))
