"""The assistant proposes a ticket about the conversation."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ProposeTicket
from switchboard.contracts.words import TicketOrigin
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.discarding import discarded
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.fencing import objection
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.conversation.model.story import Story
from switchboard.conversation.model.ticket_requests import with_ticket_requested


def propose_ticket(
    conversation: Conversation | None,
    command: ProposeTicket,
    command_id: UUID,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """State that a ticket is wanted if the AI still answers this turn, else discard (C3, T2).

    The turn stays open: the reply that goes with it is a proposal of its own. That the AI has at
    most one open ticket here is known to whoever keeps them (rule T4).
    """
    if conversation is None:
        return refused(Code.UNKNOWN_CONVERSATION)
    story = Story(conversation, command_id, now)
    code = objection(conversation, command.turn, command.epoch, now)
    if code is not None:
        return discarded(story, command, code, facts)
    return with_ticket_requested(
        story, TicketOrigin.AI, command.subject, command.description
    ).accepted()
