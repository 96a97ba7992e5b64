"""Tickets."""

from typing import Annotated, Any, Union
from uuid import UUID, uuid5

from fastapi import APIRouter, Query
from starlette.responses import Response

from switchboard.contracts.commands.ticketing import ChangeTicketStatus, CreateTicket, EditTicket
from switchboard.contracts.events.ticketing import TICKETING_EVENTS, TicketCreated
from switchboard.contracts.ids import command_id
from switchboard.contracts.message import LongText
from switchboard.contracts.socket import Act
from switchboard.contracts.topics import TICKETING_COMMANDS_TOPIC, TICKETING_EVENTS_TOPIC
from switchboard.contracts.words import TicketOrigin, TicketStatus
from switchboard.gateway.api.answering import answered, spliced
from switchboard.gateway.api.callers import Key, Parts, SignedIn, Visiting
from switchboard.gateway.api.documented import COMMAND_CODES, PUBLIC_EVENT, command, problems
from switchboard.gateway.api.schemas import Asked, NewTicket, TicketChange
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.wish import Wish
from switchboard.gateway.store.readings import PAGE
from switchboard.gateway.store.team import member_of_team

router = APIRouter(prefix="/v1", tags=["tickets"])


class TicketRequest(Asked):
    """What a user wants a ticket about; what they wrote last if it is left out."""

    problem: LongText | None = None


_WHAT_WAS_SAID_LAST = TicketRequest()
_TICKET: Any = Union[TICKETING_EVENTS]  # noqa: UP007 - the members are a tuple
_CHANGING = problems(*COMMAND_CODES, Code.UNKNOWN_TICKET, Code.UNKNOWN_MEMBER)


@router.get(
    "/conversations/{conversation_id}/tickets",
    responses=problems(Code.NOT_SIGNED_IN, Code.UNKNOWN_CONVERSATION, Code.INVALID_REQUEST),
)
async def tickets_of(_: SignedIn, services: Parts, conversation_id: UUID) -> Response:
    """The tickets of a conversation; each is its newest event."""
    await services.owners.must_exist(conversation_id)
    await services.progress.reached(
        services.positions.of(TICKETING_EVENTS_TOPIC, str(conversation_id))
    )
    return spliced("tickets", await services.readings.tickets_of(conversation_id))


@router.post(
    "/conversations/{conversation_id}/tickets",
    status_code=201,
    responses=command(TicketCreated, Code.UNKNOWN_CONVERSATION),
)
async def create_ticket(
    agent: SignedIn, services: Parts, conversation_id: UUID, key: Key, body: NewTicket
) -> Response:
    """Create a ticket about a conversation (rule T2)."""
    await services.owners.must_exist(conversation_id)
    create = CreateTicket(
        conversation_id=conversation_id,
        ticket_id=uuid5(command_id(agent.principal, key), "ticket"),
        subject=body.subject,
        description=body.description,
        user_email=body.user_email,
        priority=body.priority,
        agent_id=agent.member_id,
        origin=TicketOrigin.AGENT,
    )
    return await answered(
        services.commands,
        Ask(TICKETING_COMMANDS_TOPIC, create, agent.principal, key, TICKETING_EVENTS_TOPIC),
    )


@router.post(
    "/conversations/{conversation_id}/ticket-requests",
    status_code=201,
    responses=command(PUBLIC_EVENT, Code.INVALID_TOKEN, Code.UNKNOWN_CONVERSATION),
)
async def request_ticket(
    visitor: Visiting,
    services: Parts,
    conversation_id: UUID,
    key: Key,
    body: TicketRequest = _WHAT_WAS_SAID_LAST,
) -> Response:
    """Ask for a ticket about one's conversation (rule T2).

    Accepted with 200 and nothing else: the number comes as a line of the conversation.
    """
    wish = Wish(Act.REQUEST_TICKET, conversation_id, key, body.problem)
    return await answered(services.commands, await services.asking.ask_for(visitor, wish))


@router.get("/tickets", responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST))
async def tickets(
    _: SignedIn,
    services: Parts,
    status: TicketStatus | None = None,
    cursor: Annotated[int | None, Query(ge=0)] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 50,
) -> Response:
    """Every ticket, highest number first."""
    rows = await services.readings.tickets(status, cursor, limit)
    following = rows[-1].number if len(rows) == limit else None
    return spliced("tickets", [row.body for row in rows], following)


@router.patch(
    "/tickets/{ticket_id}",
    responses=_CHANGING | {200: {"model": _TICKET, "description": "The ticket as it is now."}},
)
async def change_ticket(
    agent: SignedIn, services: Parts, ticket_id: UUID, key: Key, body: TicketChange
) -> Response:
    """Set a ticket's status, any to any other (rule T3), or edit it (rules T1, X3)."""
    conversation_id = await services.readings.ticket_conversation(ticket_id)
    if conversation_id is None:
        raise ProblemError(Code.UNKNOWN_TICKET)
    if body.assignee_id and not await member_of_team(services.commands.pool, body.assignee_id):
        raise ProblemError(Code.UNKNOWN_MEMBER)
    change = _change(body, conversation_id, ticket_id, agent.member_id)
    return await answered(
        services.commands,
        Ask(TICKETING_COMMANDS_TOPIC, change, agent.principal, key, TICKETING_EVENTS_TOPIC),
        status=200,
    )


def _change(
    body: TicketChange, conversation_id: UUID, ticket_id: UUID, agent_id: UUID
) -> ChangeTicketStatus | EditTicket:
    if body.status is not None:
        return ChangeTicketStatus(
            conversation_id=conversation_id,
            ticket_id=ticket_id,
            status=body.status,
            agent_id=agent_id,
        )
    return EditTicket(
        conversation_id=conversation_id,
        ticket_id=ticket_id,
        agent_id=agent_id,
        unassign="assignee_id" in body.model_fields_set and body.assignee_id is None,
        **body.model_dump(exclude={"status"}),
    )
