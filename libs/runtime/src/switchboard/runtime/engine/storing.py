"""The one transaction of a batch: the fence first, then everything with array statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import to_json

from switchboard.runtime.engine.draft import Draft, Kept
from switchboard.runtime.engine.erasing import erase_stored
from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.roles import Connection, Decider

_FENCE = """
UPDATE partition_state AS stored
SET next_offset = batch.next_offset, fingerprint = batch.fingerprint, last_pos = batch.last_pos,
    last_outgoing = batch.last_outgoing, rule_time = batch.rule_time,
    parked_run = batch.parked_run, attempts = CASE WHEN $11 THEN stored.attempts ELSE 0 END
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[],
    $7::bigint[], $8::bigint[], $9::timestamptz[], $10::int[])
    AS batch (topic, partition, owner_epoch, began_at, next_offset, fingerprint,
        last_pos, last_outgoing, rule_time, parked_run)
WHERE stored.topic = batch.topic AND stored.partition = batch.partition
  AND stored.owner_epoch = batch.owner_epoch AND stored.next_offset = batch.began_at
"""

# Both in one statement: the positions are those of the rows beside them.
_EVENTS = """
WITH said AS (
    INSERT INTO outbox (topic, partition, pos, key, headers, body, stored_at)
    SELECT unnest($1::text[]), unnest($2::int[]), unnest($3::bigint[]), unnest($4::text[]),
        unnest($5::text[]), unnest($6::bytea[]), $7::timestamptz)
INSERT INTO output_position AS stored
    (topic, partition, last_pos, published_pos, command_topic, command_partition)
SELECT * FROM unnest($8::text[], $9::int[], $10::bigint[], $11::bigint[], $12::text[], $13::int[])
ON CONFLICT (topic, partition) DO UPDATE
SET last_pos = EXCLUDED.last_pos, published_pos = EXCLUDED.published_pos
WHERE stored.command_topic = EXCLUDED.command_topic
  AND stored.command_partition = EXCLUDED.command_partition
"""

_DECIDED = """
INSERT INTO decided_command (key, command_id, fingerprint, outcome, answered, decided_at)
SELECT unnest($1::text[]), unnest($2::uuid[]), unnest($3::bytea[]), unnest($4::text[]),
    unnest($5::bool[]), $6::timestamptz
"""

_ARM = """
INSERT INTO timer (key, kind, due_at, set_at_seq, partition)
SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::int[])
ON CONFLICT (key, kind) DO UPDATE
SET due_at = EXCLUDED.due_at, set_at_seq = EXCLUDED.set_at_seq, partition = EXCLUDED.partition,
    attempts = 0
"""

_DISARM = """
DELETE FROM timer USING unnest($1::text[], $2::text[]) AS over (key, kind)
WHERE timer.key = over.key AND timer.kind = over.kind
"""

_SENT = """
DELETE FROM outgoing_command AS stored
USING unnest($1::text[], $2::int[], $3::bigint[]) AS sent (topic, partition, number)
WHERE stored.source_topic = sent.topic AND stored.source_partition = sent.partition
  AND stored.number <= sent.number
"""

_OUTGOING = """
INSERT INTO outgoing_command
    (source_topic, source_partition, number, topic, partition, key, headers, body)
SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::int[], $6::text[],
    $7::text[], $8::bytea[])
"""

_REFUSED = """
INSERT INTO refused_record
    (topic, partition, record_offset, key, headers, body, reason, detail, refused_at)
SELECT rows.*, $9::timestamptz
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bytea[], $5::json[], $6::bytea[], $7::text[],
    $8::text[]) AS rows
"""

_PARKED = """
INSERT INTO parked_event
    (topic, partition, record_offset, key, headers, body, reason, detail, record_time, parked_at)
SELECT rows.*, $10::timestamptz
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bytea[], $5::json[], $6::bytea[], $7::text[],
    $8::text[], $9::timestamptz[]) AS rows
"""

_UNPARKED = """
DELETE FROM parked_event AS stored
USING unnest($1::text[], $2::int[], $3::bigint[]) AS heard (topic, partition, record_offset)
WHERE stored.topic = heard.topic AND stored.partition = heard.partition
  AND stored.record_offset = heard.record_offset
"""

_STILL_PARKED = """
UPDATE parked_event AS stored SET reason = failed.reason, detail = failed.detail
FROM unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::text[])
    AS failed (topic, partition, record_offset, reason, detail)
WHERE stored.topic = failed.topic AND stored.partition = failed.partition
  AND stored.record_offset = failed.record_offset
"""


async def store(connection: Connection, draft: Draft, decider: Decider[Any] | None) -> None:
    """Store a draft inside the running transaction.

    Raises:
        EngineStopped: another process has claimed one of the partitions.
    """
    await _fence(connection, draft)
    if draft.changes and decider is not None:
        await decider.save(connection, draft.changes)
    for projector, events in draft.projected.items():
        await projector.apply(connection, events)
    await _store_events(connection, draft)
    await _store_decided(connection, draft)
    await _store_timers(connection, draft)
    await _store_outgoing(connection, draft)
    await _store_kept(connection, draft)
    if draft.erased:
        await erase_stored(connection, draft)


async def _fence(connection: Connection, draft: Draft) -> None:
    rows = [
        (
            *owned.place,
            owned.epoch,
            owned.stored_offset,
            mark.next_offset,
            mark.fingerprint,
            mark.last_pos,
            mark.last_outgoing,
            mark.rule_time,
            mark.parked_run,
        )
        for owned, mark in draft.marks.items()
    ]
    keeps_count = draft.is_repair or draft.tries_no_record
    status = await connection.execute(_FENCE, *_columns(rows), keeps_count)
    if status != f"UPDATE {len(rows)}":
        raise EngineStopped("a partition of this batch has another owner by now")


async def _store_events(connection: Connection, draft: Draft) -> None:
    if not draft.events:
        return
    rows = [
        (said.topic, said.partition, said.pos, said.key, said.headers_json(), said.body)
        for said in draft.events
    ]
    positions = [
        (*place, pos, owned.mark.outputs.get(place, 0), *owned.place)
        for owned, mark in draft.marks.items()
        for place, pos in mark.outputs.items()
        if pos != owned.mark.outputs.get(place)
    ]
    status = await connection.execute(_EVENTS, *_columns(rows), draft.now, *_columns(positions))
    if status != f"INSERT 0 {len(positions)}":
        raise EngineStopped("two partitions of commands feed one partition of events")


async def _store_decided(connection: Connection, draft: Draft) -> None:
    if draft.decided:
        rows = [
            (
                decided.key,
                decided.command_id,
                decided.fingerprint,
                to_json(decided.outcome).decode(),
                "answers" in decided.outcome,
            )
            for decided in draft.decided
        ]
        await connection.execute(_DECIDED, *_columns(rows), draft.now)


async def _store_timers(connection: Connection, draft: Draft) -> None:
    if draft.disarmed:
        await connection.execute(_DISARM, *_columns(draft.disarmed))
    if draft.armed:
        rows = [
            (key, kind, timer.due_at, timer.set_at_seq, owned.partition)
            for (key, kind), (owned, timer) in draft.armed.items()
        ]
        await connection.execute(_ARM, *_columns(rows))


async def _store_outgoing(connection: Connection, draft: Draft) -> None:
    """Delete what was published before, and store what is to be."""
    sent = [
        (*owned.place, owned.mark.last_outgoing) for owned in draft.marks if owned.outgoing_stored
    ]
    if sent:
        await connection.execute(_SENT, *_columns(sent))
    if draft.outgoing:
        rows = [
            (
                *sending.owned.place,
                sending.number,
                sending.statement.topic,
                sending.statement.partition,
                sending.statement.key,
                sending.statement.headers_json(),
                sending.statement.body,
            )
            for sending in draft.outgoing
        ]
        await connection.execute(_OUTGOING, *_columns(rows))


async def _store_kept(connection: Connection, draft: Draft) -> None:
    if draft.refused:
        refused = [_kept(one) for one in draft.refused]
        await connection.execute(_REFUSED, *_columns(refused), draft.now)
    if draft.parked:
        parked = [(*_kept(one), one.time) for one in draft.parked]
        await connection.execute(_PARKED, *_columns(parked), draft.now)
    if draft.unparked:
        heard = [(*owned.place, offset) for owned, offset in draft.unparked]
        await connection.execute(_UNPARKED, *_columns(heard))
    if draft.still_parked:
        failed = [
            (*owned.place, offset, fault.code, _plain(fault.detail))
            for owned, offset, fault in draft.still_parked
        ]
        await connection.execute(_STILL_PARKED, *_columns(failed))


def _kept(kept: Kept) -> Sequence[Any]:
    return (
        *kept.owned.place,
        kept.offset,
        kept.key if kept.offset is None else kept.key or b"",
        kept.headers,
        kept.body,
        kept.fault.code,
        _plain(kept.fault.detail),
    )


def _plain(detail: str) -> str:
    return detail.replace("\x00", "")


def _columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
