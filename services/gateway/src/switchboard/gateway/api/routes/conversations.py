"""Conversations: reading them, and everything that is asked of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.socket import Act
from switchboard.contracts.topics import (
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
)
from switchboard.gateway.api.answering import answered, spliced
from switchboard.gateway.api.callers import Either, Key, Parts, SignedIn, Visiting
from switchboard.gateway.api.cursors import inbox_cursor, read_moment_cursor
from switchboard.gateway.api.documented import (
    ANY_EVENT,
    PUBLIC_EVENT,
    TEAM_EVENT,
    command,
    problems,
)
from switchboard.gateway.api.history_query import HistoryQuery
from switchboard.gateway.api.pages import (
    ConversationPage,
    OwnConversations,
    PublicEventPage,
    TeamEventPage,
    page_of,
)
from switchboard.gateway.api.public_states import public_state, public_states
from switchboard.gateway.api.routes.reading import unread_of
from switchboard.gateway.api.schemas.conversations import EmailAddress, Opening, PublicState, Text
from switchboard.gateway.api.services import Services
from switchboard.gateway.model.principals import Principal, Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.wish import Wish
from switchboard.gateway.store.history import find_conversations
from switchboard.gateway.store.readings import PAGE

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])

Limit = Annotated[int, Query(ge=1, le=PAGE)]
_NAMELESS = Opening()
_LARGEST = 2**63 - 1
"""The largest number that a stream can have."""
_READING = (
    Code.NOT_SIGNED_IN,
    Code.INVALID_TOKEN,
    Code.INVALID_REQUEST,
    Code.UNKNOWN_CONVERSATION,
)


async def _ask(services: Services, who: Principal, wish: Wish) -> Response:
    return await answered(services.commands, await services.asking.ask_for(who, wish))


def _of_text(act: Act, conversation_id: UUID, key: str, body: Text) -> Wish:
    return Wish(
        act,
        conversation_id,
        key,
        text=body.text,
        attachment_ids=tuple(dict.fromkeys(body.attachments)),
    )


@router.get(
    "",
    responses=problems(*_READING) | page_of(ConversationPage | OwnConversations),
)
async def conversations(
    who: Either,
    services: Parts,
    query: Annotated[HistoryQuery, Query()],
) -> Response:
    """Agents: conversations that fulfil every filter, newest opened first.

    Visitors: their own, oldest first, whatever the filters.
    """
    if isinstance(who, Visitor):
        states = await public_states(services, who)
        return spliced("conversations", [state.model_dump_json() for state in states])
    before = read_moment_cursor(query.cursor)
    rows = await find_conversations(services.commands.pool, query.wanted(), before, query.limit)
    following = inbox_cursor(rows[-1]) if len(rows) == query.limit else None
    unread = await unread_of(services, who, rows)
    return spliced("conversations", [row.body for row in rows], following, unread=unread)


@router.post(
    "",
    status_code=201,
    responses=command(PUBLIC_EVENT, Code.INVALID_TOKEN),
)
async def open_conversation(
    who: Visiting, services: Parts, key: Key, body: Opening = _NAMELESS
) -> Response:
    """Open the visitor's newest conversation, without a message."""
    target = await services.owners.head(who)
    wish = Wish(Act.OPEN, target.conversation_id, key, user_name=body.user_name)
    return await _ask(services, who, wish)


@router.get(
    "/{conversation_id}",
    responses=problems(*_READING)
    | {200: {"model": ConversationState | PublicState, "description": "As it is."}},
)
async def conversation(who: Either, services: Parts, conversation_id: UUID) -> Response:
    """One conversation as it is now."""
    await _authorised(services, who, conversation_id)
    await services.progress.reached(
        services.positions.of(CONVERSATION_STATE_TOPIC, str(conversation_id))
    )
    body: str | None
    if isinstance(who, Visitor):
        state = await public_state(services, conversation_id)
        body = state.model_dump_json() if state else None
    else:
        body = await services.readings.state(conversation_id)
    if body is None:
        raise ProblemError(Code.UNKNOWN_CONVERSATION)
    return Response(body, media_type="application/json")


@router.get(
    "/{conversation_id}/events",
    responses=problems(*_READING) | page_of(TeamEventPage | PublicEventPage),
)
async def events(
    who: Either,
    services: Parts,
    conversation_id: UUID,
    after: Annotated[int, Query(ge=0, le=_LARGEST)] = 0,
    limit: Limit = PAGE,
) -> Response:
    """The numbered stream after a number: the same that sockets are fed with."""
    await _authorised(services, who, conversation_id)
    public = isinstance(who, Visitor)
    topic = CONVERSATION_PUBLIC_TOPIC if public else CONVERSATION_EVENTS_TOPIC
    await services.progress.reached(services.positions.of(topic, str(conversation_id)))
    read = services.readings.public_events if public else services.readings.events
    rows = await read(conversation_id, after, limit)
    following = rows[-1].number if len(rows) == limit else None
    return spliced("events", [row.body for row in rows], following)


async def _authorised(services: Services, who: Principal, conversation_id: UUID) -> None:
    if isinstance(who, Visitor):
        await services.owners.must_be_shown(who, conversation_id)
    else:
        await services.owners.must_exist(conversation_id)


_FILES = (Code.UNKNOWN_ATTACHMENT, Code.ATTACHMENT_USED)
_OF_EITHER = command(
    ANY_EVENT, Code.INVALID_TOKEN, Code.UNKNOWN_CONVERSATION, Code.NOT_ALLOWED, *_FILES
)
_OF_VISITOR = command(PUBLIC_EVENT, Code.INVALID_TOKEN, Code.UNKNOWN_CONVERSATION)
_OF_AGENT = command(TEAM_EVENT, Code.UNKNOWN_CONVERSATION)


@router.post("/{conversation_id}/messages", status_code=201, responses=_OF_EITHER)
async def send_message(
    who: Either, services: Parts, conversation_id: UUID, key: Key, body: Text
) -> Response:
    """Write to the other side."""
    return await _ask(services, who, _of_text(Act.SEND_MESSAGE, conversation_id, key, body))


@router.post("/{conversation_id}/human", status_code=201, responses=_OF_VISITOR)
async def request_human(
    who: Visiting, services: Parts, conversation_id: UUID, key: Key
) -> Response:
    """Ask for a human (rule H1)."""
    return await _ask(services, who, Wish(Act.REQUEST_HUMAN, conversation_id, key))


@router.post("/{conversation_id}/email", status_code=201, responses=_OF_VISITOR)
async def provide_email(
    who: Visiting, services: Parts, conversation_id: UUID, key: Key, body: EmailAddress
) -> Response:
    """Leave an e-mail address (rule O3)."""
    return await _ask(services, who, Wish(Act.PROVIDE_EMAIL, conversation_id, key, body.email))


@router.post("/{conversation_id}/continue-with-assistant", status_code=201, responses=_OF_VISITOR)
async def continue_with_assistant(
    who: Visiting, services: Parts, conversation_id: UUID, key: Key
) -> Response:
    """Go on with the assistant while nobody from the team can be had (rule O6)."""
    return await _ask(services, who, Wish(Act.CONTINUE_WITH_ASSISTANT, conversation_id, key))


@router.post("/{conversation_id}/notes", status_code=201, responses=_OF_AGENT | problems(*_FILES))
async def add_note(
    who: SignedIn, services: Parts, conversation_id: UUID, key: Key, body: Text
) -> Response:
    """Write for the team only (rule N1)."""
    return await _ask(services, who, _of_text(Act.ADD_NOTE, conversation_id, key, body))


@router.post("/{conversation_id}/accept", status_code=201, responses=_OF_AGENT)
async def accept(who: SignedIn, services: Parts, conversation_id: UUID, key: Key) -> Response:
    """Accept; exactly one agent wins (rule H5)."""
    return await _ask(services, who, Wish(Act.ACCEPT, conversation_id, key))


@router.post("/{conversation_id}/take-over", status_code=201, responses=_OF_AGENT)
async def take_over(who: SignedIn, services: Parts, conversation_id: UUID, key: Key) -> Response:
    """Become the one who answers, whoever did before (rule D1)."""
    return await _ask(services, who, Wish(Act.TAKE_OVER, conversation_id, key))


@router.post("/{conversation_id}/return-to-ai", status_code=201, responses=_OF_AGENT)
async def return_to_ai(who: SignedIn, services: Parts, conversation_id: UUID, key: Key) -> Response:
    """Hand back to the AI (rule C8)."""
    return await _ask(services, who, Wish(Act.RETURN_TO_AI, conversation_id, key))


@router.post("/{conversation_id}/close", status_code=201, responses=_OF_AGENT)
async def close(who: SignedIn, services: Parts, conversation_id: UUID, key: Key) -> Response:
    """End the conversation for good (rule X1)."""
    return await _ask(services, who, Wish(Act.CLOSE, conversation_id, key))
