"""Counting how often a batch ended the process, until the one record at fault is found.

The first batch of a partition whose last owner ended without a word is counted before it begins;
the batch of that last owner was not. From the third attempt at the same offset on, records go one
by one, and each is counted when its turn comes; one that has then ended the process three times is
given up. So are deadlines, each by itself: to decide one moves no offset, and many are due at the
same.
"""

from collections.abc import Sequence

from switchboard.runtime.engine.memory import Deadline
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.roles import Connection

ONE_BY_ONE = 2
_MOST_TRIES = 3

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


async def is_given_up(connection: Connection, item: Owned | Deadline) -> bool:
    """Count one more attempt at one thing alone; whether it has had its three.

    Args:
        connection: outside a transaction, so that the count survives what follows.
        item: a deadline, or the partition whose next record it is.
    """
    if isinstance(item, Deadline):
        tries = await connection.fetchval(_COUNT_DEADLINE, item.key, item.timer.kind)
        return (tries or 0) > _MOST_TRIES
    await count_attempts(connection, [item], least=ONE_BY_ONE)
    return (item.attempts or 0) >= ONE_BY_ONE + _MOST_TRIES


async def count_attempts(connection: Connection, begun: Sequence[Owned], *, least: int = 1) -> None:
    """Count one more attempt at each partition's next offset, and tell how many there were.

    Args:
        connection: outside a transaction, so that the count survives what follows.
        begun: partitions that are about to be worked on.
        least: what the count of an offset begins with.
    """
    rows = await connection.fetch(
        _COUNT,
        [owned.topic.name for owned in begun],
        [owned.partition for owned in begun],
        [owned.epoch for owned in begun],
        [least] * len(begun),
    )
    counts = {(row["topic"], row["partition"]): row["attempts"] for row in rows}
    for owned in begun:
        owned.attempts = counts.get(owned.place, least)
