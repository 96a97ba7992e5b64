"""Forgetting what no repair can need any more, a little at a time."""

import time
from collections.abc import Collection
from datetime import datetime, timedelta

from switchboard.contracts.topics import Topic
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.roles import Connection

_EVERY_SECONDS = 10.0
_SOON_SECONDS = 1.0
_ROWS_A_PARTITION = 200
"""Of 36 outputs that took 0.1 s, ten times as many 6 s, at which PostgreSQL ends a transaction, and
the next one too."""
_ROWS = 10_000
_LONGER_THAN_THE_TOPIC = timedelta(days=1)

# One look at the oldest row of each output tells whether there is anything to do.
_SAID = """
DELETE FROM outbox USING (
    SELECT output.topic, output.partition, oldest.pos
    FROM unnest($1::text[], $2::int[], $3::timestamptz[]) AS output (topic, partition, cutoff),
    LATERAL (
        SELECT stored_at FROM outbox AS said
        WHERE said.topic = output.topic AND said.partition = output.partition
        ORDER BY pos LIMIT 1) AS first,
    LATERAL (
        SELECT pos, stored_at FROM outbox AS said
        WHERE said.topic = output.topic AND said.partition = output.partition
          AND first.stored_at < output.cutoff
        ORDER BY pos LIMIT $4) AS oldest
    WHERE oldest.stored_at < output.cutoff) AS past
WHERE outbox.topic = past.topic AND outbox.partition = past.partition AND outbox.pos = past.pos
"""
_DECIDED = """
DELETE FROM decided_command WHERE ctid IN (
    SELECT ctid FROM decided_command WHERE decided_at < $1 LIMIT $2)
"""


class Sweep:
    """Deletes what is older than the logs: said events, and decided commands."""

    def __init__(self, connection: Connection, feeds: Collection[Topic]) -> None:
        self._connection = connection
        self._feeds = {topic.name: topic for topic in feeds}
        self._next = time.monotonic() + _EVERY_SECONDS

    async def go_on(self, owned: Collection[Owned], now: datetime) -> None:
        """Delete some, every ten seconds; sooner while there is much, as after a long absence."""
        if time.monotonic() < self._next:
            return
        is_much = await self._sweep_said(owned, now)
        await self._sweep_decided(owned, now)
        self._next = time.monotonic() + (_SOON_SECONDS if is_much else _EVERY_SECONDS)

    async def _sweep_said(self, owned: Collection[Owned], now: datetime) -> bool:
        """Whether there may be more of it."""
        outputs = [place for one in owned for place in one.mark.outputs]
        if not outputs:
            return False
        status = await self._connection.execute(
            _SAID,
            [topic for topic, _ in outputs],
            [partition for _, partition in outputs],
            [now - self._feeds[topic].retention for topic, _ in outputs],
            _ROWS_A_PARTITION,
        )
        return int(status.removeprefix("DELETE ")) >= _ROWS_A_PARTITION

    async def _sweep_decided(self, owned: Collection[Owned], now: datetime) -> None:
        for one in owned:
            if one.commanded and one.partition == 0:  # its owner does it for all
                cutoff = now - one.topic.retention - _LONGER_THAN_THE_TOPIC
                await self._connection.execute(_DECIDED, cutoff, _ROWS)
