"""What operators see of parked events, and how they ask for a repair (design §3).

Works on a service's own database, so it needs nothing but its address. A repair is a row; the owner
of the partition carries it out within a second or so, between two batches.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from switchboard.runtime.roles import Connection

_LOOK_SECONDS = 0.1

_LIST = """
SELECT topic, partition, record_offset, key, headers::text, reason, detail, parked_at
FROM parked_event ORDER BY topic, partition, record_offset
"""
_SHOW = """
SELECT topic, partition, record_offset, key, headers::text, reason, detail, parked_at, body
FROM parked_event WHERE topic = $1 AND partition = $2 AND record_offset = $3
"""
_ASK = """
INSERT INTO repair_request (action, topic, partition, key, number, output)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_KEYS = "SELECT DISTINCT topic, partition, key FROM parked_event ORDER BY topic, partition, key"
_SOURCE = """
SELECT command_topic, command_partition FROM output_position WHERE topic = $1 AND partition = $2
"""


@dataclass(frozen=True)
class Parked:
    """One parked event, without a word of what it says.

    Attributes:
        reason: a stable code; `behind` if only an earlier event of its key is at fault.
    """

    topic: str
    partition: int
    offset: int
    key: str
    type: str
    reason: str
    detail: str
    parked_at: datetime

    @classmethod
    def of(cls, row: Any) -> "Parked":
        """What a row of `parked_event` says."""
        return cls(
            row["topic"],
            row["partition"],
            row["record_offset"],
            row["key"].decode("utf-8", "replace"),
            json.loads(row["headers"]).get("ce_type", ""),
            row["reason"],
            row["detail"],
            row["parked_at"],
        )


async def list_parked(connection: Connection) -> list[Parked]:
    """All parked events of a service, each partition in order."""
    return [Parked.of(row) for row in await connection.fetch(_LIST)]


async def show_parked(
    connection: Connection, topic: str, partition: int, offset: int
) -> dict[str, Any] | None:
    """One parked event with its headers and its body; None if there is none."""
    row = await connection.fetchrow(_SHOW, topic, partition, offset)
    if row is None:
        return None
    body = (row["body"] or b"").decode("utf-8", "replace")
    return vars(Parked.of(row)) | {"headers": json.loads(row["headers"]), "body": body}


async def ask_redrive(connection: Connection, key: str | None = None) -> list[int]:
    """Have the parked events of a key, or of all, heard again in order; one request a key."""
    return [
        await connection.fetchval(
            _ASK, "redrive", row["topic"], row["partition"], row["key"], None, None
        )
        for row in await connection.fetch(_KEYS)
        if key is None or row["key"] == key.encode()
    ]


async def ask_discard(connection: Connection, topic: str, partition: int, offset: int) -> list[int]:
    """Have one parked event dropped; it is kept among the refused records."""
    if await connection.fetchrow(_SHOW, topic, partition, offset) is None:
        return []
    asked = await connection.fetchval(_ASK, "discard", topic, partition, None, offset, None)
    return [asked]


async def ask_republish(
    connection: Connection, topic: str, partition: int, from_pos: int
) -> list[int]:
    """Have a service's own events said again, from a `pos` up to the newest."""
    source = await connection.fetchrow(_SOURCE, topic, partition)
    if source is None:
        return []
    return [await connection.fetchval(_ASK, "republish", *source, None, from_pos, topic)]


async def until_done(connection: Connection, asked: Sequence[int], seconds: float) -> bool:
    """Wait until the owners have carried the requests out; False if they have not in this time."""
    end = time.monotonic() + seconds
    statement = "SELECT count(*) FROM repair_request WHERE id = ANY($1)"
    while await connection.fetchval(statement, list(asked)):
        if time.monotonic() >= end:
            return False
        await asyncio.sleep(_LOOK_SECONDS)
    return True
