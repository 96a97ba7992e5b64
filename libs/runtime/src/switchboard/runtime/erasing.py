"""Overwriting what a database holds of an entity, by one procedure and nothing else (rule E1)."""

import json
from collections.abc import Sequence

from switchboard.contracts.erasing import FORM
from switchboard.runtime.roles import Connection

ERASED_FORM = json.dumps(dict(FORM))
"""What the procedures are told: fields by name, and what stands there afterwards."""


async def erase(connection: Connection, keys: Sequence[str]) -> None:
    """Overwrite what is stored under these keys, but for what the engine said.

    For projectors, inside the batch's transaction; a decider says `Accepted.erases`.
    """
    await connection.execute("CALL erase($1::text[], $2::json)", list(keys), ERASED_FORM)
