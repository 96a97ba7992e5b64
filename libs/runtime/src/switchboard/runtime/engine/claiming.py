"""Claiming partitions: become their one owner, repair what the last one left, find the place."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from switchboard.contracts.topics import Kind, Start
from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.hearing import Hearing
from switchboard.runtime.engine.log_reader import LogReader
from switchboard.runtime.engine.places import Mark, Owned, Place, Record
from switchboard.runtime.engine.publishing import Publisher
from switchboard.runtime.engine.records import record_fingerprint, scan
from switchboard.runtime.engine.statements import stored_statement
from switchboard.runtime.roles import Connection, Timer

_ROWS = 500

Row = dict[str, Any]
Bounds = Mapping[Place, tuple[int, int]]

_INSERT = """
INSERT INTO partition_state (topic, partition, next_offset, catch_up_to)
SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
ON CONFLICT DO NOTHING
"""

_LOCK = """
SELECT stored.* FROM partition_state AS stored
JOIN unnest($1::text[], $2::int[]) AS claimed (topic, partition) USING (topic, partition)
ORDER BY topic, partition FOR UPDATE OF stored
"""

_CLAIM = """
UPDATE partition_state AS stored
SET owner_epoch = owner_epoch + 1, released = false, next_offset = claimed.next_offset
FROM unnest($1::text[], $2::int[], $3::bigint[]) AS claimed (topic, partition, next_offset)
WHERE stored.topic = claimed.topic AND stored.partition = claimed.partition
"""

_START_AGAIN = """
UPDATE partition_state AS stored
SET generation = generation + 1, next_offset = cut.next_offset, fingerprint = NULL,
    catch_up_to = least(catch_up_to, cut.log_end)
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
    AS cut (topic, partition, next_offset, log_end)
WHERE stored.topic = cut.topic AND stored.partition = cut.partition
"""

_RELEASE = """
UPDATE partition_state AS stored SET released = true
FROM unnest($1::text[], $2::int[], $3::bigint[]) AS owned (topic, partition, owner_epoch)
WHERE stored.topic = owned.topic AND stored.partition = owned.partition
  AND stored.owner_epoch = owned.owner_epoch
"""

_OUTPUTS = """
SELECT output.* FROM output_position AS output
JOIN unnest($1::text[], $2::int[]) AS claimed (topic, partition)
  ON output.command_topic = claimed.topic AND output.command_partition = claimed.partition
"""

# Some of each output at a time: a log that was wiped lacks all that its topic keeps.
_UNPUBLISHED = """
SELECT said.* FROM unnest($1::text[], $2::int[], $3::bigint[]) AS known (topic, partition, pos),
LATERAL (
    SELECT topic, partition, pos, key, headers, body FROM outbox
    WHERE topic = known.topic AND partition = known.partition AND pos > known.pos
    ORDER BY pos LIMIT $4) AS said
ORDER BY said.topic, said.partition, said.pos
"""

_UNSENT = """
SELECT stored.* FROM outgoing_command AS stored
JOIN unnest($1::text[], $2::int[]) AS claimed (topic, partition)
  ON stored.source_topic = claimed.topic AND stored.source_partition = claimed.partition
ORDER BY source_topic, source_partition, number
"""

_TIMERS = "SELECT key, kind, due_at, set_at_seq, partition FROM timer WHERE partition = ANY($1)"

_PARKED = """
SELECT DISTINCT topic, partition, key FROM parked_event
JOIN unnest($1::text[], $2::int[]) AS claimed (topic, partition) USING (topic, partition)
"""


class Claiming:
    """What happens when partitions are assigned; any exception ends the process."""

    def __init__(self, hearing: Hearing, publisher: Publisher) -> None:
        self._hearing = hearing
        self._publisher = publisher
        self._log = structlog.get_logger("engine")

    async def claim(
        self, connection: Connection, reader: LogReader, places: Sequence[Place]
    ) -> list[Owned]:
        """Own these partitions from now on."""
        if not places:
            return []
        rows = await self._take(connection, await reader.bounds(places))
        # Anew: until the claim a zombie may have read on, and stored it, past where logs ended.
        bounds = await reader.bounds(places)
        await self._start_cut_ones_again(connection, reader, rows, bounds)
        owned = {
            (row["topic"], row["partition"]): self._owned(
                row, bounds[row["topic"], row["partition"]]
            )
            for row in rows
        }
        await self._repair(connection, reader, owned)
        await self._remember(connection, owned)
        self._log.info("claimed", partitions=len(owned))
        return list(owned.values())

    async def release(self, connection: Connection, owned: Sequence[Owned]) -> None:
        """Note that the last batch of these partitions ended in order."""
        await connection.execute(
            _RELEASE, *_places(owned), [partition.epoch for partition in owned]
        )

    async def _take(self, connection: Connection, bounds: Bounds) -> list[Row]:
        """Insert what is missing and raise the epochs, after a zombie's running transaction."""
        starts = [self._start(place, bounds[place]) for place in bounds]
        ends = [end for _, end in bounds.values()]
        await connection.execute(_INSERT, *_columns(bounds), starts, ends)
        async with connection.transaction():
            rows: list[Row] = [
                dict(row) for row in await connection.fetch(_LOCK, *_columns(bounds))
            ]
            for row in rows:
                self._check_bounds(row, bounds[row["topic"], row["partition"]])
            places = [(row["topic"], row["partition"]) for row in rows]
            offsets = [row["next_offset"] for row in rows]
            await connection.execute(_CLAIM, *_columns(places), offsets)
        return rows

    def _start(self, place: Place, bounds: tuple[int, int]) -> int:
        begin, end = bounds
        return begin if self._hearing.start_of(place[0]) is Start.AT_START else end

    def _check_bounds(self, row: Any, bounds: tuple[int, int]) -> None:
        """Refuse to go on where records are missing; move on where they are not missed."""
        begin, _ = bounds
        if begin <= row["next_offset"]:
            return
        kind = self._hearing.topics[row["topic"]].kind
        if kind in (Kind.COMMANDS, Kind.EVENTS):
            name = f"{row['topic']} {row['partition']}"
            raise EngineStopped(f"records of {name} were deleted before they were read")
        row["next_offset"], row["fingerprint"] = begin, None

    async def _start_cut_ones_again(
        self, connection: Connection, reader: LogReader, rows: Sequence[Row], bounds: Bounds
    ) -> None:
        """Read logs from their start that are not the ones that were read.

        Nothing takes effect twice: commands are known by their ids and events by their `pos`, and
        whoever states the events publishes again what the log has lost.
        """
        cut = await self._cut(reader, rows, bounds)
        if not cut:
            return
        for row in cut:
            begin, end = bounds[row["topic"], row["partition"]]
            self._log.critical(
                "log was cut",
                topic=row["topic"],
                partition=row["partition"],
                next_offset=row["next_offset"],
                end=end,
            )
            row["next_offset"], row["fingerprint"] = begin, None
        places = [(row["topic"], row["partition"]) for row in cut]
        begins, ends = zip(*(bounds[place] for place in places), strict=True)
        await connection.execute(_START_AGAIN, *_columns(places), begins, ends)

    async def _cut(self, reader: LogReader, rows: Sequence[Row], bounds: Bounds) -> list[Row]:
        """Those whose log ends before what was read, or has another record just before it."""
        ends = {place: end for place, (_, end) in bounds.items()}
        wanted = {
            (row["topic"], row["partition"]): row["next_offset"] - 1
            for row in rows
            if row["fingerprint"] is not None
            and bounds[row["topic"], row["partition"]][0]
            < row["next_offset"]
            <= ends[row["topic"], row["partition"]]
        }
        found = await reader.records_at(wanted)
        return [
            row
            for row in rows
            if row["next_offset"] > ends[row["topic"], row["partition"]]
            or _is_another(found.get((row["topic"], row["partition"])), row)
        ]

    def _owned(self, row: Row, bounds: tuple[int, int]) -> Owned:
        mark = Mark(
            next_offset=row["next_offset"],
            fingerprint=row["fingerprint"],
            last_pos=row["last_pos"],
            last_outgoing=row["last_outgoing"],
            rule_time=row["rule_time"],
            parked_run=row["parked_run"],
            outputs={},
        )
        return Owned(
            topic=self._hearing.topics[row["topic"]],
            partition=row["partition"],
            epoch=row["owner_epoch"] + 1,
            mark=mark,
            end_at_claim=bounds[1],
            attempts=None if row["released"] else _attempts(row),
        )

    async def _repair(
        self, connection: Connection, reader: LogReader, owned: Mapping[Place, Owned]
    ) -> None:
        """Publish again, in order, what was committed but is not in the logs."""
        outputs = await connection.fetch(_OUTPUTS, *_places(owned.values()))
        known = await self._published(reader, outputs)
        for row in outputs:
            source = owned[row["command_topic"], row["command_partition"]]
            source.mark.outputs[row["topic"], row["partition"]] = row["last_pos"]
        unsent = await connection.fetch(_UNSENT, *_places(owned.values()))
        for row in unsent:
            owned[row["source_topic"], row["source_partition"]].outgoing_stored = True
        events = await self._publish_missing(connection, known)
        await self._publisher.publish([stored_statement(row) for row in unsent], time.monotonic())
        if events or unsent:
            self._log.warning("published again", events=events, commands=len(unsent))

    async def _publish_missing(self, connection: Connection, known: dict[Place, int]) -> int:
        """Say what comes after these `pos`, and tell how much that was."""
        count = 0
        while rows := await connection.fetch(
            _UNPUBLISHED, *_columns(known), list(known.values()), _ROWS
        ):
            await self._publisher.publish([stored_statement(row) for row in rows], time.monotonic())
            known |= {(row["topic"], row["partition"]): row["pos"] for row in rows}
            count += len(rows)
        return count

    async def _published(self, reader: LogReader, outputs: Sequence[Row]) -> dict[Place, int]:
        """The newest `pos` in the log of each output."""
        stored = {(row["topic"], row["partition"]): row for row in outputs}
        bounds = await reader.bounds(stored)
        filled = {place: end - 1 for place, (begin, end) in bounds.items() if end > begin}
        last = await reader.records_at(filled)
        known = {}
        for place, row in stored.items():
            if place in last:
                known[place] = scan(last[place])[0] or 0
            else:
                # All records were deleted: retention did it if there were any, else nothing was
                # ever published here.
                known[place] = row["published_pos"] if bounds[place][1] else 0
        return known

    async def _remember(self, connection: Connection, owned: Mapping[Place, Owned]) -> None:
        """Load the deadlines and the parked keys."""
        decider = self._hearing.decider
        if decider is not None:
            name = decider.commands.name
            numbers = [number for topic, number in owned if topic == name]
            for row in await connection.fetch(_TIMERS, numbers):
                timer = Timer(row["kind"], row["due_at"], row["set_at_seq"])
                owned[name, row["partition"]].timers.set(row["key"], timer)
        for row in await connection.fetch(_PARKED, *_places(owned.values())):
            owned[row["topic"], row["partition"]].parked_keys.add(row["key"])


def _is_another(record: Record | None, row: Row) -> bool:
    """Whether the record before the next offset is not the one that was read there."""
    return (
        record is not None
        and record.offset == row["next_offset"] - 1
        and record_fingerprint(record) != row["fingerprint"]
    )


def _places(owned: Any) -> tuple[list[str], list[int]]:
    return _columns([partition.place for partition in owned])


def _columns(places: Any) -> tuple[list[str], list[int]]:
    return [place[0] for place in places], [place[1] for place in places]


def _attempts(row: Row) -> int:
    """How often the offset that is next was begun, if it was counted already."""
    return row["attempts"] if row["attempted_offset"] == row["next_offset"] else 0
