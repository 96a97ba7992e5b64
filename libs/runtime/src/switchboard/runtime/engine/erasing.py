"""Erasing what the engine stored of an entity: what is short at once, the outbox in steps."""

import time
from collections.abc import Collection

from switchboard.runtime.engine.draft import Draft
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.erasing import ERASED_FORM, erase
from switchboard.runtime.roles import Connection

_EVERY_SECONDS = 1.0
_AT_A_TIME_SECONDS = 0.05
_ROWS = 1_000

_ASK = """
INSERT INTO erasure_step (topic, partition, key, form, last_pos)
SELECT place.topic, place.partition, place.key, $5::json, place.last_pos
FROM unnest($1::text[], $2::int[], $3::text[], $4::bigint[])
    AS place (topic, partition, key, last_pos)
ON CONFLICT (topic, partition, key) DO UPDATE SET after_pos = 0, last_pos = EXCLUDED.last_pos
"""
_STEP = "SELECT erase_said($1::text[], $2::int[], $3)"


async def erase_stored(connection: Connection, draft: Draft) -> None:
    """Overwrite what this and earlier batches stored of these entities, and note what takes longer.

    Comes last in the transaction, so that the texts of the same batch are found too.
    """
    await erase(connection, list(draft.erased))
    rows = [
        (topic, partition, key, last_pos)
        for key, owned in draft.erased.items()
        for (topic, partition), last_pos in draft.mark(owned).outputs.items()
    ]
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        await connection.execute(_ASK, *columns, ERASED_FORM)


class Erasing:
    """Goes through the outbox for what was erased, between batches and never for long."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next = 0.0

    async def go_on(self, owned: Collection[Owned]) -> None:
        """Do some of what is left; look once a second whether anything is."""
        outputs = [place for one in owned for place in one.mark.outputs]
        began_at = time.monotonic()
        if not outputs or began_at < self._next:
            return
        topics, partitions = (list(column) for column in zip(*outputs, strict=True))
        while await self._connection.fetchval(_STEP, topics, partitions, _ROWS):
            if time.monotonic() > began_at + _AT_A_TIME_SECONDS:
                return
        self._next = time.monotonic() + _EVERY_SECONDS
