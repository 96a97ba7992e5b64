"""Counting how often a batch ended the process, until the one record at fault is found.

The first batch of a partition whose last owner ended without a word is counted before it begins;
the batch of that last owner was not. From the third attempt at the same offset on, records go one
by one, and each is counted when its turn comes; one that has then ended the process three times is
given up. What was decided ended nothing: a batch with records that is stored takes the count back,
also where its partition waits at the same offset, for a deploy say. Deadlines are counted each by
itself: to decide one moves no offset, and many are due at the same.
"""

from collections.abc import Sequence
from datetime import datetime

from switchboard.runtime.engine.batch import Batch, Item
from switchboard.runtime.engine.memory import Deadline
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.engine.records import Fault
from switchboard.runtime.roles import Connection

_ONE_BY_ONE = 2
_MOST_TRIES = 3
_AT_FAULT = Fault("internal", "it ended the process again and again")

_COUNT = """
UPDATE partition_state AS stored
SET attempts = CASE WHEN attempted_offset = next_offset THEN attempts + 1 ELSE begun.least END,
    attempted_offset = next_offset
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::int[])
    AS begun (topic, partition, owner_epoch, least)
WHERE stored.topic = begun.topic AND stored.partition = begun.partition
  AND stored.owner_epoch = begun.owner_epoch
RETURNING stored.topic, stored.partition, stored.attempts
"""
_COUNT_DEADLINE = """
UPDATE timer SET attempts = attempts + 1 WHERE key = $1 AND kind = $2 RETURNING attempts
"""


class Attempts:
    """Runs batches, carefully where the last one ended a process.

    Args:
        connection: outside a transaction, so that counts survive what follows.
        batch: takes items through one transaction.
        max_records: the largest poll.
    """

    def __init__(self, connection: Connection, batch: Batch, max_records: int) -> None:
        self._connection = connection
        self._batch = batch
        self._most_singles = 2 * max_records
        self._singles = 0

    async def run(self, items: Sequence[Item], now: datetime) -> list[Owned]:
        """Do what a poll calls for; the partitions that have to wait."""
        begun = list(dict.fromkeys(item.owned for item in items))
        suspect = [owned for owned in begun if owned.attempts is not None]
        if any((owned.attempts or 0) + 1 >= _ONE_BY_ONE for owned in suspect):
            self._singles = self._most_singles
        if self._singles > 0:
            return await self._one_by_one(items, now)
        if suspect:
            await self._count(suspect)
        return await self._batch.run(items, now)

    async def _one_by_one(self, items: Sequence[Item], now: datetime) -> list[Owned]:
        """One transaction a record, so that the one at fault is found.

        Each is counted just before it is begun: one whose turn never came, because another ended
        the process first, is not blamed for it.
        """
        self._singles -= len(items)
        waiting: list[Owned] = []
        for item in items:
            if item.owned in waiting:
                continue
            if await self._had_its_tries(item):
                waiting += await self._batch.give_up(item, now, _AT_FAULT)
            else:
                waiting += await self._batch.run([item], now)
        return waiting

    async def _had_its_tries(self, item: Item) -> bool:
        """Count one more attempt at one thing alone; whether it had all of them before."""
        if isinstance(item, Deadline):
            place = item.key, item.timer.kind
            tries = await self._connection.fetchval(_COUNT_DEADLINE, *place)
            return (tries or 0) > _MOST_TRIES
        await self._count([item.owned], least=_ONE_BY_ONE)
        return (item.owned.attempts or 0) >= _ONE_BY_ONE + _MOST_TRIES

    async def _count(self, begun: Sequence[Owned], *, least: int = 1) -> None:
        """Count one more attempt at each partition's next offset; it begins with `least`."""
        rows = await self._connection.fetch(
            _COUNT,
            [owned.topic.name for owned in begun],
            [owned.partition for owned in begun],
            [owned.epoch for owned in begun],
            [least] * len(begun),
        )
        counts = {(row["topic"], row["partition"]): row["attempts"] for row in rows}
        for owned in begun:
            owned.attempts = counts.get(owned.place, least)
