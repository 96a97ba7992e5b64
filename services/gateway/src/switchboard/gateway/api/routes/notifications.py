"""What a member is told."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from switchboard.contracts.commands.notification import MarkSeen
from switchboard.contracts.events.notification import NotificationSeen
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC, NOTIFICATION_EVENTS_TOPIC
from switchboard.gateway.api.answering import answered, spliced
from switchboard.gateway.api.callers import Key, Parts, SignedIn
from switchboard.gateway.api.documented import COMMAND_CODES, problems
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.model.problems import Code, ProblemError

router = APIRouter(prefix="/v1/notifications", tags=["notifications"])


@router.get("", responses=problems(Code.NOT_SIGNED_IN))
async def notifications(agent: SignedIn, services: Parts) -> Response:
    """One's own notifications that were not taken back, newest first."""
    return spliced("notifications", await services.readings.notifications(agent.member_id))


@router.post(
    "/{notification_id}/seen",
    responses=problems(*COMMAND_CODES, Code.UNKNOWN_NOTIFICATION)
    | {200: {"model": NotificationSeen, "description": "The notification as it is now."}},
)
async def seen(agent: SignedIn, services: Parts, notification_id: UUID, key: Key) -> Response:
    """One saw a notification."""
    if not await services.readings.has_notification(agent.member_id, notification_id):
        raise ProblemError(Code.UNKNOWN_NOTIFICATION)
    mark = MarkSeen(member_id=agent.member_id, notification_id=notification_id)
    return await answered(
        services.commands,
        Ask(NOTIFICATION_COMMANDS_TOPIC, mark, agent.principal, key, NOTIFICATION_EVENTS_TOPIC),
        status=200,
    )
