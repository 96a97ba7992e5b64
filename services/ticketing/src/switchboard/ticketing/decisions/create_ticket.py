"""Somebody creates a ticket about a conversation."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import AddSystemLine
from switchboard.contracts.commands.ticketing import CreateTicket
from switchboard.contracts.events.ticketing import TicketCreated
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.contracts.words import SystemLine, TicketOrigin, TicketStatus
from switchboard.runtime.roles import Accepted, Send
from switchboard.ticketing.model.email_address import is_email_address
from switchboard.ticketing.model.facts import Facts
from switchboard.ticketing.model.refusals import Code, Verdict, refused
from switchboard.ticketing.model.stating import stated
from switchboard.ticketing.model.ticket import Ticket, Tickets


def create_ticket(
    tickets: Tickets, command: CreateTicket, command_id: UUID, facts: Facts, now: datetime
) -> Verdict:
    """Create it, open, and tell the conversation its number (rules T1, T2, T4).

    The ticket stands whatever becomes of that line: a closed conversation tells it to the team.
    Where the AI, or the user in the same words, has an open one already, that one is named again.
    What is no e-mail address is refused to an agent, who can mend it. Nobody waits for the answer
    when the AI, the user or a rule wants a ticket: it is made without what a host site vouched for.
    """
    if tickets.erased:
        return refused(Code.ERASED)
    if tickets.find(command.ticket_id) is not None:
        return refused(Code.TICKET_EXISTS)
    if len(tickets.tickets) >= facts.limits.most_tickets:
        return refused(Code.TOO_MANY_TICKETS, most=facts.limits.most_tickets)
    if command.agent_id is not None and _address(command) != command.user_email:
        return refused(Code.BAD_EMAIL)
    ticket = _ticket(command, facts.numbers[command_id])
    there = tickets.open_like(ticket)
    if there is not None:
        return Accepted(tickets, sends=(_line(there, command_id, "is open already"),))
    return Accepted(
        tickets.having(ticket),
        says=(stated(TicketCreated, ticket, now, agent_id=command.agent_id),),
        sends=(_line(ticket, command_id, "was created"),),
    )


def _ticket(command: CreateTicket, number: int) -> Ticket:
    return Ticket(
        id=command.ticket_id,
        conversation_id=command.conversation_id,
        number=number,
        revision=1,
        subject=command.subject,
        description=command.description,
        user_email=_address(command),
        priority=command.priority,
        status=TicketStatus.OPEN,
        origin=command.origin or (TicketOrigin.AGENT if command.agent_id else None),
    )


def _address(command: CreateTicket) -> str | None:
    email = command.user_email
    return email if email is not None and is_email_address(email) else None


def _line(ticket: Ticket, command_id: UUID, what: str) -> Send:
    """Users learn the number and nothing else of a ticket."""
    line = AddSystemLine(
        conversation_id=ticket.conversation_id,
        line=SystemLine.TICKET_CREATED,
        subject_id=ticket.id,
        text=f"Ticket {ticket.number} {what}.",
    )
    line_id = translated_command_id(command_id, AddSystemLine.message_type(), line.key)
    return Send(CONVERSATION_COMMANDS_TOPIC, line, id=line_id)
