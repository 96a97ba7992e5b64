"""The ticketing service's side of the engine."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from switchboard.contracts.topics import (
    TICKETING_COMMANDS_TOPIC,
    TICKETING_EVENTS_TOPIC,
    Topic,
)
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer
from switchboard.ticketing.handlers.table import DECISIONS
from switchboard.ticketing.model.facts import Facts
from switchboard.ticketing.model.refusals import Verdict
from switchboard.ticketing.model.ticket import Tickets
from switchboard.ticketing.store.numbers import NumberSource
from switchboard.ticketing.store.tickets import load_tickets, save_tickets


class TicketingDecider:
    """Loads the tickets of conversations, has the decisions made, saves what they say."""

    commands: Topic = TICKETING_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (TICKETING_EVENTS_TOPIC,)
    keeps_entities = False

    def __init__(self, numbers: NumberSource) -> None:
        self._numbers = numbers

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> Facts:
        """A number for each command that creates a ticket."""
        return await self._numbers.reserve(connection, commands)

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Tickets]:
        """The tickets of these conversations, of those that have any."""
        return await load_tickets(connection, keys)

    def decide(
        self, state: Tickets | None, command: Incoming, facts: Facts, now: datetime
    ) -> Verdict:
        """Look the decision up and make it."""
        tickets = state or Tickets(UUID(command.key))
        return DECISIONS[type(command.message)](tickets, command.message, command, facts, now)

    def due(
        self, state: Tickets, timer: Timer, facts: Facts, now: datetime
    ) -> Accepted[Tickets] | None:
        """Tickets have no deadlines."""
        del state, timer, facts, now
        return None

    def timers(self, state: Tickets) -> Sequence[Timer]:
        """Tickets have no deadlines."""
        del state
        return ()

    def snapshot(self, state: Tickets) -> Say | None:
        """Every event carries its ticket whole; there is no topic of snapshots."""
        del state
        return None

    def refusal(
        self, state: Tickets, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Tickets] | None:
        """No service awaits the refusal of a ticket."""
        del state, command_id, command_type, code, now
        return None

    async def save(self, connection: Connection, changes: Sequence[Change[Tickets]]) -> None:
        """Store the tickets that changed."""
        await save_tickets(connection, changes)
