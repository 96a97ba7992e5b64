"""Who is there: reported by every gateway process, heard from all of them (rule P1)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from aiokafka.errors import KafkaError

from switchboard.contracts.events.team import PresenceReported
from switchboard.contracts.topics import TEAM_PRESENCE_TOPIC
from switchboard.gateway.clients.producer import CommandProducer

PARTING = timedelta(seconds=10)
"""How long the members of a process that is stopped count as before; panels come back sooner."""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How fast somebody who is gone is known to be gone: within 60 s in any case (rule P1).

    Attributes:
        silence: after so long without a word a socket is dead; clients ping every 20 s.
        report_every: how often the process says who is here, changed or not.
        time_to_live: how long that is believed if the process dies. Panels at the others learn of
            it with their own next report, so both together make the 60 s.
    """

    silence: timedelta = timedelta(seconds=45)
    report_every: timedelta = timedelta(seconds=15)
    time_to_live: timedelta = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Standings:
    """Who is there: somebody with several panels is online while one of them is in use."""

    online: frozenset[UUID] = frozenset()
    away: frozenset[UUID] = frozenset()

    def joined(self, other: "Standings") -> "Standings":
        """Both together."""
        online = self.online | other.online
        return Standings(online, (self.away | other.away) - online)


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
        self._elsewhere: dict[str, tuple[Standings, float]] = {}

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
        """Another gateway, or this one, reported; `expires_at` in seconds of the epoch."""
        standings = Standings(frozenset(report.online), frozenset(report.away))
        self._elsewhere[report.gateway_id] = (standings, expires_at)

    def standings(self, now: float) -> Standings:
        """Everyone who is there anywhere, at `now` in seconds of the epoch."""
        found = self._here()
        for gateway_id, (standings, expires_at) in self._elsewhere.items():
            if gateway_id != self._gateway_id and expires_at > now:
                found = found.joined(standings)
        return found

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
        for member in here.online - before.online:
            self._came_online(member)

    def _here(self) -> Standings:
        online = frozenset(self._in_use)
        return Standings(online, frozenset(self._idle) - online)

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
