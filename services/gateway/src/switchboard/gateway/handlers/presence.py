"""Who is there: counted and reported by every gateway process, heard from all of them (rule P1)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from aiokafka.errors import KafkaError

from switchboard.contracts.events.team import PresenceReported
from switchboard.contracts.topics import TEAM_PRESENCE_TOPIC
from switchboard.gateway.clients.producer import CommandProducer
from switchboard.gateway.model.presence import (
    Lifetimes,
    Report,
    Standings,
    came_online,
    standings_of,
    who_is_there,
)

PARTING = timedelta(seconds=10)
"""How long the members of a process that is stopped count as before; panels come back sooner."""


class Presence:
    """The members with a live socket here, and what the other gateways report of theirs."""

    def __init__(
        self,
        producer: CommandProducer,
        gateway_id: str,
        came_online: Callable[[UUID], None],
        lifetimes: Lifetimes,
    ) -> None:
        self._producer = producer
        self._gateway_id = gateway_id
        self._came_online = came_online
        self._lifetimes = lifetimes
        self._in_use: Counter[UUID] = Counter()
        self._idle: Counter[UUID] = Counter()
        self._changed = asyncio.Event()
        self._parting: Standings | None = None
        self._elsewhere: dict[str, Report] = {}

    def came(self, member_id: UUID) -> None:
        """A member opened a panel here."""
        self._count(member_id, in_use=1)

    def left(self, member_id: UUID, *, away: bool) -> None:
        """A member's panel here ended."""
        self._count(member_id, in_use=0 if away else -1, idle=-1 if away else 0)

    def stands(self, member_id: UUID, *, away: bool) -> None:
        """A member went away from a panel here, or came back to it."""
        self._count(member_id, in_use=-1 if away else 1, idle=1 if away else -1)

    def heard(self, report: PresenceReported, expires_at: float) -> None:
        """A gateway reported; `expires_at` in seconds of the epoch. This one counts for itself."""
        if report.gateway_id != self._gateway_id:
            standings = standings_of(report.online, report.away)
            self._elsewhere[report.gateway_id] = Report(standings, expires_at)

    def standings(self, now: float) -> Standings:
        """Everyone who is there anywhere, at `now` in seconds of the epoch."""
        return who_is_there(self._here(), self._elsewhere.values(), now)

    def part(self) -> None:
        """The process is about to end its sockets: who is here comes back in a moment.

        They are not reported as gone before they had the time to, here or at another gateway, so
        that no hand-off of that moment finds nobody (rule O1).
        """
        self._parting = self._here()

    def _count(self, member_id: UUID, in_use: int = 0, idle: int = 0) -> None:
        before = self._here()
        self._in_use[member_id] += in_use
        self._idle[member_id] += idle
        self._in_use, self._idle = +self._in_use, +self._idle
        here = self._here()
        if here != before:
            self._changed.set()
        for member in came_online(before, here):
            self._came_online(member)

    def _here(self) -> Standings:
        return standings_of(self._in_use, self._idle)

    async def report_always(self) -> None:
        """Report at every change and every so often, until cancelled; then who is parting.

        Nothing is said at the start: what a process of the same name said before it was restarted
        holds until its members are back, or the time is over.
        """
        lifetime = self._lifetimes.time_to_live
        try:
            while True:
                await self._next()
                self._changed.clear()
                if self._parting is None:
                    await self._report(self._here(), lifetime)
        finally:
            await self._report(self._parting or Standings(), min(PARTING, lifetime))

    async def _next(self) -> None:
        try:
            async with asyncio.timeout(self._lifetimes.report_every.total_seconds()):
                await self._changed.wait()
        except TimeoutError:
            return

    async def _report(self, here: Standings, lifetime: timedelta) -> None:
        report = PresenceReported(
            gateway_id=self._gateway_id,
            online=tuple(sorted(here.online)),
            away=tuple(sorted(here.away)),
            ttl_seconds=lifetime.total_seconds(),
        )
        try:
            async with asyncio.timeout(self._lifetimes.report_every.total_seconds()):
                post = self._producer.post(TEAM_PRESENCE_TOPIC, report, uuid4(), awaited=False)
                await (await post)
        except (KafkaError, TimeoutError) as error:
            structlog.get_logger("presence").warning("not reported", reason=type(error).__name__)
