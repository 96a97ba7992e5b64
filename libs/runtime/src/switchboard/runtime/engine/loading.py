"""What a batch's decisions need from the database: a few SELECTs a poll, whatever its size."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from switchboard.runtime.engine.draft import Decided
from switchboard.runtime.engine.memory import Command, Deadline, DecidedKey, Memory
from switchboard.runtime.engine.places import Owned
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
    """Load the facts, earlier decisions and entities that these need.

    Entities that this process stored last itself are taken from memory: nobody else writes them
    while it owns their partition.
    """
    readable = [
        (command.owned, command.reading.incoming)
        for command in commands
        if command.reading.fault is None and command.reading.incoming is not None
    ]
    incoming = [one for _, one in readable]
    owners = {one.key: owned for owned, one in readable}
    owners |= {deadline.key: deadline.owned for deadline in deadlines}
    facts = await decider.facts(connection, incoming)
    states = await _states(connection, decider, owners)
    decided = await _decided(connection, [(one.envelope.id, one.key) for one in incoming])
    return Memory(states, decided, facts)


async def _states(
    connection: Connection, decider: Decider[Any], owners: Mapping[str, Owned]
) -> dict[str, Any]:
    states = {key: owned.entities[key] for key, owned in owners.items() if key in owned.entities}
    if missing := [key for key in owners if key not in states]:
        states |= await decider.load(connection, missing)
    return states


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
