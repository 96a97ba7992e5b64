"""What a member is told, and what they do with it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from switchboard.contracts.commands.notification import MarkClicked, MarkSeen
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC, NOTIFICATION_EVENTS_TOPIC
from switchboard.gateway.api.answering import answer_response, spliced
from switchboard.gateway.api.callers import Key, Parts, SignedIn
from switchboard.gateway.api.cursors import moment_cursor, read_moment_cursor
from switchboard.gateway.api.documented import COMMAND_CODES, NOTIFICATION, problems
from switchboard.gateway.api.pages import NotificationPage, page_of
from switchboard.gateway.api.services import Services
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import Stated, is_accepted
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.notifications import (
    MOST,
    notification_of,
    notifications_of,
    unread_notifications,
)

router = APIRouter(prefix="/v1/notifications", tags=["notifications"])

_MARKING = problems(*COMMAND_CODES, Code.UNKNOWN_NOTIFICATION) | {
    200: {"model": NOTIFICATION, "description": "The notification as it is now."}
}


@router.get(
    "",
    responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST) | page_of(NotificationPage),
)
async def notifications(
    agent: SignedIn,
    services: Parts,
    read: Annotated[bool | None, Query(description="Only those read, or only unread.")] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> Response:
    """One's own notifications that were not taken back, newest first, and how many are unread."""
    pool, before = services.commands.pool, read_moment_cursor(cursor)
    found = await notifications_of(pool, agent.member_id, read=read, before=before, limit=limit)
    following = (
        moment_cursor(found[-1].at, found[-1].notification_id) if len(found) == limit else None
    )
    unread = await unread_notifications(pool, agent.member_id)
    return spliced("notifications", [one.body for one in found], following, unread=unread)


@router.post(
    "/{notification_id}/seen",
    responses=_MARKING,
)
async def seen(agent: SignedIn, services: Parts, notification_id: UUID, key: Key) -> Response:
    """One saw a notification."""
    mark = MarkSeen(member_id=agent.member_id, notification_id=notification_id)
    return await _marked(services, agent, mark, key)


@router.post(
    "/{notification_id}/clicked",
    responses=_MARKING,
)
async def clicked(agent: SignedIn, services: Parts, notification_id: UUID, key: Key) -> Response:
    """One followed a notification to its conversation, and so has seen it."""
    mark = MarkClicked(member_id=agent.member_id, notification_id=notification_id)
    return await _marked(services, agent, mark, key)


async def _marked(
    services: Services, agent: Agent, mark: MarkSeen | MarkClicked, key: str
) -> Response:
    await _must_be_known(services, agent, mark.notification_id)
    ask = Ask(NOTIFICATION_COMMANDS_TOPIC, mark, agent.principal, key, NOTIFICATION_EVENTS_TOPIC)
    answer = await services.commands.ask(ask)
    if is_accepted(answer) and not isinstance(answer, Stated):  # it is so already
        return await _as_it_is_now(services, agent, mark.notification_id)
    return answer_response(answer, status=200)


async def _must_be_known(services: Services, agent: Agent, notification_id: UUID) -> None:
    """Return if the member has such a notification; waits only for one that is not known yet.

    Raises:
        ProblemError: `unknown_notification`, or `catching_up` while nobody can tell.
    """
    pool = services.commands.pool
    if await notification_of(pool, agent.member_id, notification_id) is not None:
        return
    caught_up = await _caught_up(services, agent)
    if await notification_of(pool, agent.member_id, notification_id) is None:
        raise ProblemError(Code.UNKNOWN_NOTIFICATION if caught_up else Code.CATCHING_UP)


async def _as_it_is_now(services: Services, agent: Agent, notification_id: UUID) -> Response:
    """The notification once everything heard so far is in the read model.

    Raises:
        ProblemError: `catching_up`: it may have become something else since.
    """
    caught_up = await _caught_up(services, agent)
    now = await notification_of(services.commands.pool, agent.member_id, notification_id)
    if now is None or not caught_up:
        raise ProblemError(Code.CATCHING_UP)
    return Response(now, media_type="application/json")


async def _caught_up(services: Services, agent: Agent) -> bool:
    place = services.positions.of(NOTIFICATION_EVENTS_TOPIC, str(agent.member_id))
    return await services.progress.reached(place)
