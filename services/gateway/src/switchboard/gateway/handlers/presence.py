"""Who is online: reported by every gateway process, heard from all of them (rule P1)."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from aiokafka.errors import KafkaError

from switchboard.contracts.events.team import PresenceReported
from switchboard.contracts.topics import TEAM_PRESENCE_TOPIC
from switchboard.gateway.clients.producer import CommandProducer

REPORT_EVERY = timedelta(seconds=15)
TIME_TO_LIVE = timedelta(seconds=60)


class Presence:
    """The members with a live socket here, and what the other gateways report of theirs."""

    def __init__(self, producer: CommandProducer, gateway_id: str) -> None:
        self._producer = producer
        self._gateway_id = gateway_id
        self._sockets: Counter[UUID] = Counter()
        self._changed = asyncio.Event()
        self._elsewhere: dict[str, tuple[frozenset[UUID], float]] = {}

    def came(self, member_id: UUID) -> None:
        """A member opened a socket here."""
        self._sockets[member_id] += 1
        if self._sockets[member_id] == 1:
            self._changed.set()

    def left(self, member_id: UUID) -> None:
        """A member's socket here ended."""
        self._sockets[member_id] -= 1
        if self._sockets[member_id] <= 0:
            del self._sockets[member_id]
            self._changed.set()

    def heard(self, report: PresenceReported, expires_at: float) -> None:
        """Another gateway, or this one, reported; `expires_at` in seconds of the epoch."""
        self._elsewhere[report.gateway_id] = (frozenset(report.online), expires_at)

    def online(self, now: float) -> set[UUID]:
        """Everyone online anywhere, at `now` in seconds of the epoch."""
        found = set(self._sockets)
        for gateway_id, (members, expires_at) in self._elsewhere.items():
            if gateway_id != self._gateway_id and expires_at > now:
                found |= members
        return found

    async def report_always(self) -> None:
        """Report at every change and every 15 s, until cancelled; then report nobody."""
        try:
            while True:
                self._changed.clear()
                await self._report(tuple(sorted(self._sockets)))
                await self._next()
        finally:
            await self._report(())

    async def _next(self) -> None:
        try:
            async with asyncio.timeout(REPORT_EVERY.total_seconds()):
                await self._changed.wait()
        except TimeoutError:
            return

    async def _report(self, online: tuple[UUID, ...]) -> None:
        report = PresenceReported(
            gateway_id=self._gateway_id, online=online, ttl_seconds=TIME_TO_LIVE.total_seconds()
        )
        try:
            async with asyncio.timeout(REPORT_EVERY.total_seconds()):
                await (await self._producer.post(TEAM_PRESENCE_TOPIC, report, uuid4()))
        except (KafkaError, TimeoutError) as error:
            structlog.get_logger("presence").warning("not reported", reason=type(error).__name__)
