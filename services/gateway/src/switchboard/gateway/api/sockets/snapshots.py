"""Reading the snapshots that sockets begin with, once the read model has reached the feed."""

from uuid import UUID

from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.gateway.api.fanout.inbox import inbox_frame
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.sockets.frames import notifications_frame, subscribed_frame
from switchboard.gateway.api.sockets.outbox import Sent
from switchboard.gateway.api.sockets.subscription import Snapshot
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.store.notifications import notifications_of, unread_notifications
from switchboard.gateway.store.progress import Place  # noqa: TC001 - a type, here alone
from switchboard.gateway.store.readings import SNAPSHOT, Numbered

_TEAM_TOPICS = (
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_STATE_TOPIC,
    TICKETING_EVENTS_TOPIC,
    ANALYSIS_EVENTS_TOPIC,
)
_INBOX_LIMIT = 1_000


async def team_snapshot(services: Services, conversation_id: UUID, after: int) -> Snapshot | None:
    """What agents see of a conversation; None if the read model did not catch up in time."""
    name = str(conversation_id)
    places: dict[Place, int] = {}
    for topic in _TEAM_TOPICS:
        places |= services.positions.of(topic, name)
    if not await services.progress.reached(places):
        return None
    readings = services.readings
    events = await readings.events(conversation_id, after, SNAPSHOT)
    frame = subscribed_frame(
        name,
        await readings.state(conversation_id),
        [event.body for event in events],
        await readings.tickets_of(conversation_id),
        await readings.analyses(conversation_id),
    )
    return _snapshot(frame, events, after)


async def public_snapshot(services: Services, conversation_id: UUID, after: int) -> Snapshot | None:
    """What the user sees of a conversation; None if the read model did not catch up in time."""
    name = str(conversation_id)
    if not await services.progress.reached(services.positions.of(CONVERSATION_PUBLIC_TOPIC, name)):
        return None
    events = await services.readings.public_events(conversation_id, after, SNAPSHOT)
    frame = subscribed_frame(name, None, [event.body for event in events], [], [])
    return _snapshot(frame, events, after, await services.readings.closed_at(conversation_id))


def _snapshot(
    frame: str, events: list[Numbered], after: int, closed_at: int | None = None
) -> Snapshot:
    last = events[-1].number if events else after
    return Snapshot(frame, last, more=len(events) == SNAPSHOT, closed_at=closed_at)


async def first_inbox(services: Services) -> bytes | None:
    """The inbox as it is now; None if the read model did not catch up in time."""
    places = services.positions.of_all(CONVERSATION_STATE_TOPIC)
    if not await services.progress.reached(places):
        return None
    bodies = await services.readings.open_conversations(_INBOX_LIMIT)
    return inbox_frame([body.encode() for body in bodies])


async def first_notifications(services: Services, agent: Agent) -> tuple[str, Sent] | None:
    """What a member is told now, and what to do once their panel has it.

    None if the read model did not catch up in time.
    """
    member_id, pool = agent.member_id, services.commands.pool
    places = services.positions.of(NOTIFICATION_EVENTS_TOPIC, str(member_id))
    if not await services.progress.reached(places):
        return None
    told = await notifications_of(pool, member_id)
    new = [] if agent.api_key else [one.notification_id for one in told if not one.delivered]

    def shown() -> None:
        for notification_id in new:
            services.telling.delivered(member_id, notification_id)

    unread = await unread_notifications(pool, member_id)
    return notifications_frame([one.body for one in told], unread), shown
