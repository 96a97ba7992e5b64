"""The user asks for a ticket about the conversation."""

from datetime import datetime

from switchboard.contracts.commands.conversation import RequestTicket
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.words import TicketOrigin
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.conversation.model.ticket_requests import subject_of, with_ticket_requested


def request_ticket(
    conversation: Conversation | None, command: RequestTicket, envelope: Envelope, now: datetime
) -> Verdict:
    """State that a ticket is wanted, whoever answers; its number comes as a line (rule T2)."""
    if conversation is None or not conversation.is_of(command.visitor_id, envelope.chain):
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    problem = command.problem or conversation.problem
    if problem is None:
        return refused(Code.NO_PROBLEM)
    story = Story(conversation, envelope.id, now)
    return with_ticket_requested(story, TicketOrigin.USER, subject_of(problem), problem).accepted()
