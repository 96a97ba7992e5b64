"""The short numbers of tickets, given out by a sequence."""

from collections.abc import Sequence

from switchboard.contracts.commands.ticketing import CreateTicket
from switchboard.runtime.roles import Connection, Incoming
from switchboard.ticketing.model.facts import Facts, Limits

_RESERVE = "SELECT nextval('ticket_number') AS number FROM generate_series(1, $1)"


class NumberSource:
    """Reserves numbers before a poll is decided, so that the decisions stay pure.

    A number is never given twice, also not by another replica or after a poll that failed; gaps
    remain where a command was refused.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def reserve(self, connection: Connection, commands: Sequence[Incoming]) -> Facts:
        """One number for each command that creates a ticket."""
        creating = [c.envelope.id for c in commands if isinstance(c.message, CreateTicket)]
        rows = await connection.fetch(_RESERVE, len(creating)) if creating else []
        numbers = (row["number"] for row in rows)
        return Facts(dict(zip(creating, numbers, strict=True)), self._limits)
