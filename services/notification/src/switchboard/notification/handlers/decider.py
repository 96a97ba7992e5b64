"""The notification service's side of the engine."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from switchboard.contracts.topics import (
    NOTIFICATION_COMMANDS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    Topic,
)
from switchboard.notification.handlers.table import DECISIONS
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import Verdict
from switchboard.notification.store.notifications import load_told, save_notifications
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer


class NotificationDecider:
    """Loads what members were told, has the decisions made, saves what they say."""

    commands: Topic = NOTIFICATION_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (NOTIFICATION_EVENTS_TOPIC,)

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> Limits:
        """Nothing but the numbers an operator can change."""
        del connection, commands
        return self._limits

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Told]:
        """What these members were told, of those who hold anything."""
        return await load_told(connection, keys)

    def decide(
        self, state: Told | None, command: Incoming, facts: Limits, now: datetime
    ) -> Verdict:
        """Look the decision up and make it."""
        told = state or Told(UUID(command.key))
        return DECISIONS[type(command.message)](told, command.message, facts, now)

    def due(self, state: Told, timer: Timer, facts: Limits, now: datetime) -> Accepted[Told] | None:
        """Notifications have no deadlines."""
        del state, timer, facts, now
        return None

    def timers(self, state: Told) -> Sequence[Timer]:
        """Notifications have no deadlines."""
        del state
        return ()

    def snapshot(self, state: Told) -> Say | None:
        """There is no topic of snapshots."""
        del state
        return None

    def refusal(
        self, state: Told, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Told] | None:
        """No service awaits the refusal of a notification."""
        del state, command_id, command_type, code, now
        return None

    async def save(self, connection: Connection, changes: Sequence[Change[Told]]) -> None:
        """Store what members were told, saw, and no longer need to know."""
        await save_notifications(connection, changes)
