"""The engine's one database connection, which a frozen process cannot hold for long."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.roles import Connection

_LIMITS = {
    "idle_in_transaction_session_timeout": "4s",
    "lock_timeout": "8s",
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "5000",
}
"""A zombie's transaction ends by the server's hand before a successor gives up waiting for it."""

_TRANSACTION_TIMEOUT_FROM = 17


@asynccontextmanager
async def engine_connection(pool: asyncpg.Pool) -> AsyncIterator[Connection]:
    """A connection of the pool, with limits of a few seconds on all that could hold others up.

    Raises:
        EngineStopped: there is none to be had.
    """
    try:
        connection = await pool.acquire()
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise EngineStopped(f"no database connection: {error!r}") from error
    try:
        limits = dict(_LIMITS)
        if connection.get_server_version().major >= _TRANSACTION_TIMEOUT_FROM:
            limits["transaction_timeout"] = "6s"
        for name, value in limits.items():
            await connection.execute(f"SET {name} = '{value}'")
        yield connection
    finally:
        with suppress(asyncpg.InterfaceError):  # it was lost, and so is the pool's no more
            connection.terminate()
        await pool.release(connection)
