"""Tickets."""

import json
from typing import Annotated, Literal
from uuid import UUID, uuid5

import asyncpg
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from switchboard.contracts.commands.ticketing import ChangeTicketStatus, CreateTicket, EditTicket
from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.events.ticketing import TicketCreated
from switchboard.contracts.ids import command_id
from switchboard.contracts.message import LongText
from switchboard.contracts.socket import Act
from switchboard.contracts.topics import (
    CONVERSATION_STATE_TOPIC,
    TICKETING_COMMANDS_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.contracts.words import Priority, TicketOrigin, TicketStatus
from switchboard.gateway.api.answering import answer_response, answered, spliced
from switchboard.gateway.api.callers import Key, Parts, SignedIn, Visiting
from switchboard.gateway.api.documented import (
    COMMAND_CODES,
    PUBLIC_EVENT,
    TICKET,
    command,
    problems,
)
from switchboard.gateway.api.pages import TicketPage, page_of
from switchboard.gateway.api.schemas.asked import NO_NUL, Asked, Instant
from switchboard.gateway.api.schemas.tickets import NewTicket, TicketEdit
from switchboard.gateway.api.services import Services
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import Stated, is_accepted
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.ticket_history import TicketChange, ticket_history
from switchboard.gateway.model.wish import Wish
from switchboard.gateway.store.answers import stored_answer
from switchboard.gateway.store.readings import PAGE
from switchboard.gateway.store.team import member_of_team
from switchboard.gateway.store.tickets import (
    TicketFilter,
    find_tickets,
    ticket_events,
    ticket_of,
)

router = APIRouter(prefix="/v1", tags=["tickets"])


class TicketRequest(Asked):
    """What a user wants a ticket about; what they wrote last if it is left out."""

    problem: LongText | None = None


class TicketHistory(BaseModel):
    """Everything that happened to a ticket."""

    changes: list[TicketChange]


_WHAT_WAS_SAID_LAST = TicketRequest()
_READING = problems(Code.NOT_SIGNED_IN, Code.UNKNOWN_TICKET, Code.INVALID_REQUEST)
_CHANGING = problems(*COMMAND_CODES, Code.UNKNOWN_TICKET, Code.UNKNOWN_MEMBER)


class _TicketAndConversation(BaseModel):
    ticket: TICKET
    conversation: ConversationState | None


class TicketQuery(BaseModel):
    """Which tickets, and which page of them; all that is given has to be so."""

    status: TicketStatus | None = None
    priority: Priority | None = None
    assignee: UUID | Literal["none"] | None = None
    """A member, or `none` for what nobody has."""
    conversation: UUID | None = None
    created_from: Instant | None = None
    created_until: Instant | None = None
    """Those made before this time."""
    text: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    """Words that stand in the ticket, in any part; or its number."""
    cursor: Annotated[int | None, Field(ge=0, le=2**63 - 1)] = None
    limit: Annotated[int, Field(ge=1, le=PAGE)] = 50

    def wanted(self) -> TicketFilter:
        """The filter without the page."""
        return TicketFilter(
            status=self.status,
            priority=self.priority,
            assignee_id=self.assignee if isinstance(self.assignee, UUID) else None,
            unassigned=self.assignee == "none",
            conversation_id=self.conversation,
            created_from=self.created_from,
            created_until=self.created_until,
            text=self.text,
        )


@router.get(
    "/conversations/{conversation_id}/tickets",
    responses=problems(Code.NOT_SIGNED_IN, Code.UNKNOWN_CONVERSATION, Code.INVALID_REQUEST)
    | page_of(TicketPage),
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
    """Create a ticket about a conversation (rule T2); one key makes one in each of them."""
    await services.owners.must_exist(conversation_id)
    ticket_id = uuid5(command_id(agent.principal, key), f"ticket of {conversation_id}")
    create = CreateTicket(
        conversation_id=conversation_id,
        ticket_id=ticket_id,
        subject=body.subject,
        description=body.description,
        user_email=body.user_email,
        priority=body.priority or await _priority_for(services, conversation_id, ticket_id),
        agent_id=agent.member_id,
        origin=TicketOrigin.AGENT,
    )
    return await answered(
        services.commands,
        Ask(TICKETING_COMMANDS_TOPIC, create, agent.principal, key, TICKETING_EVENTS_TOPIC),
    )


async def _priority_for(services: Services, conversation_id: UUID, ticket_id: UUID) -> Priority:
    """The conversation's; for a repeat what it was the first time, or it would be another request.

    Raises:
        ProblemError: `catching_up`: the conversation's is not known yet.
    """
    place = services.positions.of(TICKETING_EVENTS_TOPIC, str(conversation_id))
    await services.progress.reached(place)
    made = await ticket_events(services.commands.pool, ticket_id)
    if made:
        return Priority(json.loads(made[0])["priority"])
    return await _priority_of(services, conversation_id)


async def _priority_of(services: Services, conversation_id: UUID) -> Priority:
    await services.progress.reached(
        services.positions.of(CONVERSATION_STATE_TOPIC, str(conversation_id))
    )
    body = await services.readings.state(conversation_id)
    if body is None:
        raise ProblemError(Code.CATCHING_UP)
    return ConversationState.model_validate_json(body, extra="ignore").priority


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


@router.get(
    "/tickets",
    responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST) | page_of(TicketPage),
)
async def tickets(_: SignedIn, services: Parts, query: Annotated[TicketQuery, Query()]) -> Response:
    """Tickets that fulfil every filter given, highest number first."""
    await services.progress.reached(services.positions.of_all(TICKETING_EVENTS_TOPIC))
    pool = services.commands.pool
    rows = await find_tickets(pool, query.wanted(), query.cursor, query.limit)
    following = rows[-1].number if len(rows) == query.limit else None
    return spliced("tickets", [row.body for row in rows], following)


@router.get(
    "/tickets/{ticket_id}",
    responses=_READING
    | {200: {"model": _TicketAndConversation, "description": "The ticket and its conversation."}},
)
async def ticket(_: SignedIn, services: Parts, ticket_id: UUID) -> Response:
    """A ticket as its newest event has it, and the conversation that it is about (rule T2)."""
    conversation_id, body = await _known(services, ticket_id)
    state = await services.readings.state(conversation_id)
    return Response(
        f'{{"ticket":{body},"conversation":{state or "null"}}}', media_type="application/json"
    )


@router.get("/tickets/{ticket_id}/history", responses=_READING)
async def history(_: SignedIn, services: Parts, ticket_id: UUID) -> TicketHistory:
    """Who did what to a ticket, and when; oldest first."""
    await _known(services, ticket_id)
    bodies = await ticket_events(services.commands.pool, ticket_id)
    return TicketHistory(changes=ticket_history([json.loads(body) for body in bodies]))


async def _known(services: Services, ticket_id: UUID) -> tuple[UUID, str]:
    """The ticket as it is once everything heard so far is in the read model.

    Raises:
        ProblemError: `unknown_ticket`, or `catching_up` while nobody can tell.
    """
    caught_up = await services.progress.reached(services.positions.of_all(TICKETING_EVENTS_TOPIC))
    found = await ticket_of(services.commands.pool, ticket_id)
    if found is None:
        raise ProblemError(Code.UNKNOWN_TICKET if caught_up else Code.CATCHING_UP)
    return found


@router.patch(
    "/tickets/{ticket_id}",
    responses=_CHANGING | {200: {"model": TICKET, "description": "The ticket as it is now."}},
)
async def change_ticket(
    agent: SignedIn, services: Parts, ticket_id: UUID, key: Key, body: TicketEdit
) -> Response:
    """Set a ticket's status, any to any other (rule T3), or edit it (rules T1, X3)."""
    conversation_id, known = await _known(services, ticket_id)
    change = _change(body, conversation_id, ticket_id, agent.member_id)
    ask = Ask(TICKETING_COMMANDS_TOPIC, change, agent.principal, key, TICKETING_EVENTS_TOPIC)
    if body.assignee_id and not await _may_have(services.commands.pool, ask, body, known):
        raise ProblemError(Code.UNKNOWN_MEMBER)
    answer = await services.commands.ask(ask)
    if is_accepted(answer) and not isinstance(answer, Stated):  # it is so already
        _, ticket = await _known(services, ticket_id)
        return Response(ticket, media_type="application/json")
    return answer_response(answer, status=200)


async def _may_have(pool: asyncpg.Pool, ask: Ask, body: TicketEdit, ticket: str) -> bool:
    """Whether a ticket's assignee may be this one: a member who can work on it.

    Who has left may keep what they have, and what they were given a repeat is told (rule N5).
    """
    member = await member_of_team(pool, body.assignee_id) if body.assignee_id else None
    if member is None or member["active"]:
        return member is not None
    if json.loads(ticket).get("assignee_id") == str(body.assignee_id):
        return True
    key = UUID(ask.message.key)
    return await stored_answer(pool, ask.answered_on.name, key, ask.id) is not None


def _change(
    body: TicketEdit, conversation_id: UUID, ticket_id: UUID, agent_id: UUID
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
