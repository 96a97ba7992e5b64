"""Repairs that an operator asked for, done by the partition's owner between batches (design §3).

Whoever asks writes a row (`switchboard.runtime.repairs`). Only the owner may hear a parked event,
drop it or publish again: nothing else keeps the order of what it hears and says.
"""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from switchboard.runtime.engine.batch import Batch
from switchboard.runtime.engine.parked import ParkedRecord
from switchboard.runtime.engine.places import Owned, Place
from switchboard.runtime.engine.publishing import Publisher
from switchboard.runtime.engine.statements import stored_statement
from switchboard.runtime.roles import Connection

_EVERY_SECONDS = 1.0
_AT_A_TIME_SECONDS = 0.5
_MOST_ATTEMPTS = 3
_ROWS = 1_000

_TAKE = """
UPDATE repair_request AS asked SET attempts = attempts + 1
FROM unnest($1::text[], $2::int[]) AS owned (topic, partition)
WHERE asked.topic = owned.topic AND asked.partition = owned.partition
RETURNING asked.*
"""
_DONE = "DELETE FROM repair_request WHERE id = $1"
_OF_KEY = """
SELECT * FROM parked_event WHERE topic = $1 AND partition = $2 AND key = $3
ORDER BY record_offset LIMIT 100
"""
_AT_OFFSET = """
SELECT * FROM parked_event WHERE topic = $1 AND partition = $2 AND record_offset = $3
"""
_SAID = """
SELECT topic, partition, pos, key, headers, body FROM outbox
WHERE topic = $1 AND partition = $2 AND pos >= $3 ORDER BY pos LIMIT $4
"""


@dataclass(slots=True)
class _Request:
    """One row of `repair_request`; `number` moves on while it is carried out."""

    id: int
    action: str
    topic: str
    partition: int
    key: bytes | None
    number: int | None
    output: str | None
    attempts: int
    asked_at: datetime

    @property
    def place(self) -> Place:
        """The partition whose owner does it."""
        return self.topic, self.partition


class Repairs:
    """Looks for requests about once a second and carries them out piece by piece."""

    def __init__(self, connection: Connection, batch: Batch, publisher: Publisher) -> None:
        self._connection = connection
        self._batch = batch
        self._publisher = publisher
        self._waiting: deque[_Request] = deque()
        self._next_look = 0.0
        self._log = structlog.get_logger("engine")

    async def go_on(self, owned: Mapping[Place, Owned], now: datetime) -> None:
        """Do what was asked for, for half a second at the most."""
        if not self._waiting and time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + _EVERY_SECONDS
            await self._take(owned)
        until = time.monotonic() + _AT_A_TIME_SECONDS
        while self._waiting and time.monotonic() < until:
            request = self._waiting[0]
            partition = owned.get(request.place)
            if partition is None:  # its owner by now finds the row itself
                self._waiting.popleft()
            elif await self._step(request, partition, now):
                await self._connection.execute(_DONE, request.id)
                self._waiting.popleft()

    async def _take(self, owned: Mapping[Place, Owned]) -> None:
        topics, partitions = [place[0] for place in owned], [place[1] for place in owned]
        rows = await self._connection.fetch(_TAKE, topics, partitions)
        for request in sorted((_Request(**row) for row in rows), key=lambda found: found.id):
            if request.attempts > _MOST_ATTEMPTS:
                self._log.critical("repair given up", action=request.action, topic=request.topic)
                await self._connection.execute(_DONE, request.id)
            else:
                self._waiting.append(request)

    async def _step(self, request: _Request, owned: Owned, now: datetime) -> bool:
        """Do a piece of it; True once there is nothing left to do."""
        if request.action == "redrive":
            return await self._redrive(request.key or b"", owned, now)
        if request.action == "discard":
            return await self._discard(request, owned, now)
        return await self._republish(request)

    async def _redrive(self, key: bytes, owned: Owned, now: datetime) -> bool:
        """Hear the oldest parked events of a key again, in order, up to one that fails again."""
        rows = await self._connection.fetch(_OF_KEY, *owned.place, key)
        for row in rows:
            fault = await self._batch.again(owned, ParkedRecord.of(row), now)
            if fault is not None:
                self._log.error("still parked", code=fault.code, detail=fault.detail)
                return True
        return await self._free(owned, key)

    async def _discard(self, request: _Request, owned: Owned, now: datetime) -> bool:
        row = await self._connection.fetchrow(_AT_OFFSET, *owned.place, request.number)
        if row is not None:
            await self._batch.drop(owned, ParkedRecord.of(row), now)
            await self._free(owned, row["key"])
        return True

    async def _free(self, owned: Owned, key: bytes) -> bool:
        """Let later events of the key through again if none of it is parked any more."""
        is_free = not await self._connection.fetch(_OF_KEY, *owned.place, key)
        if is_free:
            owned.parked_keys.discard(key)
        return is_free

    async def _republish(self, request: _Request) -> bool:
        """Publish a piece of what was said, from a `pos` on; readers drop what they know."""
        rows = await self._connection.fetch(
            _SAID, request.output, request.partition, request.number, _ROWS
        )
        await self._publisher.publish([stored_statement(row) for row in rows], time.monotonic())
        if rows:
            request.number = rows[-1]["pos"] + 1
        self._log.warning("published again", topic=request.output, events=len(rows))
        return len(rows) < _ROWS
