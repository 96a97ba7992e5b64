"""One process a replica id: a second holder would throw the first out of the group, and so on.

The lock is the database session's, and goes with it: whoever is started again under its id need not
wait for Kafka to forget the former holder, but for PostgreSQL to notice that it is gone.
"""

import asyncio
import time

from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.settings import EngineSettings
from switchboard.runtime.roles import Connection

_HOLD = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"
_RETRY_SECONDS = 0.1
_PATIENCE_SECONDS = 8.0
"""Longer than the keepalives take to tell a dead machine."""


async def hold_replica_id(connection: Connection, settings: EngineSettings) -> None:
    """Be the only one of this id for as long as the connection lasts.

    Raises:
        EngineStopped: another process has it.
    """
    if settings.replica_id is None:
        return
    until = time.monotonic() + _PATIENCE_SECONDS
    while not await connection.fetchval(_HOLD, f"{settings.group} {settings.replica_id}"):
        if time.monotonic() >= until:
            raise EngineStopped(f"replica {settings.replica_id} runs already")
        await asyncio.sleep(_RETRY_SECONDS)
