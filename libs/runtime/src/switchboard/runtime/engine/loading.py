"""What a batch's decisions need from the database: a few SELECTs a poll, whatever its size."""

import json
from collections.abc import Sequence
from typing import Any

from switchboard.runtime.engine.draft import Decided
from switchboard.runtime.engine.memory import Command, Deadline, DecidedKey, Memory
from switchboard.runtime.roles import Connection, Decider

_DECIDED = """
SELECT stored.key, stored.command_id, stored.fingerprint, stored.outcome
FROM decided_command AS stored
JOIN unnest($1::uuid[], $2::text[]) AS wanted (command_id, key) USING (command_id, key)
"""


async def load(
    connection: Connection,
    decider: Decider[Any],
    commands: Sequence[Command],
    deadlines: Sequence[Deadline],
) -> Memory:
    """Load the entities, facts and earlier decisions that these need."""
    readable = [
        command.reading.incoming
        for command in commands
        if command.reading.fault is None and command.reading.incoming is not None
    ]
    keys = dict.fromkeys(incoming.key for incoming in readable)
    keys.update(dict.fromkeys(deadline.key for deadline in deadlines))
    facts = await decider.facts(connection, readable)
    states = await decider.load(connection, list(keys)) if keys else {}
    wanted = [(incoming.envelope.id, incoming.key) for incoming in readable]
    return Memory(states, await _decided(connection, wanted), facts)


async def _decided(connection: Connection, wanted: Sequence[Any]) -> dict[DecidedKey, Decided]:
    if not wanted:
        return {}
    rows = await connection.fetch(_DECIDED, [one[0] for one in wanted], [one[1] for one in wanted])
    return {
        (row["key"], row["command_id"]): Decided(
            row["key"], row["command_id"], row["fingerprint"], json.loads(row["outcome"])
        )
        for row in rows
    }
