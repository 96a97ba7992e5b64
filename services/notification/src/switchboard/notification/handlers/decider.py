"""The notification service's side of the engine."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from switchboard.contracts.topics import (
    NOTIFICATION_COMMANDS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    Topic,
)
from switchboard.notification.handlers.table import OF_A_MEMBER, OF_THE_WAITING
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.notification import Told
from switchboard.notification.model.refusals import ListVerdict, Verdict
from switchboard.notification.model.waiting import WORKSPACE, WaitingList
from switchboard.notification.store.notifications import load_told, save_notifications
from switchboard.notification.store.waiting import load_waiting, save_waiting
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer

Entity: TypeAlias = Told | WaitingList
"""What a member was told, under their id; what waits, under `workspace`."""


class NotificationDecider:
    """Loads what members were told, has the decisions made, saves what they say."""

    commands: Topic = NOTIFICATION_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (NOTIFICATION_EVENTS_TOPIC,)
    keeps_entities = False

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> Limits:
        """Nothing but the numbers an operator can change."""
        del connection, commands
        return self._limits

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Entity]:
        """What these members were told, of those who hold anything, and what waits."""
        members = [key for key in keys if key != WORKSPACE]
        found: dict[str, Entity] = {}
        if members:
            found |= await load_told(connection, members)
        if WORKSPACE in keys:
            found[WORKSPACE] = await load_waiting(connection)
        return found

    def decide(
        self, state: Entity | None, command: Incoming, facts: Limits, now: datetime
    ) -> Verdict | ListVerdict:
        """Look the decision up and make it."""
        kind, message = type(command.message), command.message
        if kind in OF_THE_WAITING:
            waiting = state if isinstance(state, WaitingList) else WaitingList()
            return OF_THE_WAITING[kind](waiting, message, command.envelope.id, facts, now)
        told = state if isinstance(state, Told) else Told(UUID(command.key))
        return OF_A_MEMBER[kind](told, message, facts, now)

    def due(
        self, state: Entity, timer: Timer, facts: Limits, now: datetime
    ) -> Accepted[Entity] | None:
        """Notifications have no deadlines."""
        del state, timer, facts, now
        return None

    def timers(self, state: Entity) -> Sequence[Timer]:
        """Notifications have no deadlines."""
        del state
        return ()

    def snapshot(self, state: Entity) -> Say | None:
        """There is no topic of snapshots."""
        del state
        return None

    def refusal(
        self, state: Entity, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Entity] | None:
        """No service awaits the refusal of a notification."""
        del state, command_id, command_type, code, now
        return None

    async def save(self, connection: Connection, changes: Sequence[Change[Entity]]) -> None:
        """Store what members were told and did with it, and what waits."""
        await save_notifications(connection, changes)
        await save_waiting(connection, changes)
