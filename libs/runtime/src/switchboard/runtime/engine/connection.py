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

_PLANS = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off"}
"""A batch asks for some rows by their keys, of tables that only grow: by index, one by one.

Left to its estimates the planner reads a whole table of commands decided so far for a few hundred
keys, which costs more with every message, and keeps a plan made while the table was empty.
"""

_TRANSACTION_TIMEOUT_FROM = 17


@asynccontextmanager
async def engine_connection(pool: asyncpg.Pool) -> AsyncIterator[Connection]:
    """A connection of the pool that finds rows by their keys and holds others up for seconds only.

    Raises:
        EngineStopped: there is none to be had.
    """
    try:
        connection = await pool.acquire()
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise EngineStopped(f"no database connection: {error!r}") from error
    try:
        settings = _LIMITS | _PLANS
        if connection.get_server_version().major >= _TRANSACTION_TIMEOUT_FROM:
            settings["transaction_timeout"] = "6s"
        for name, value in settings.items():
            await connection.execute(f"SET {name} = '{value}'")
        yield connection
    finally:
        with suppress(asyncpg.InterfaceError):  # it was lost, and so is the pool's no more
            connection.terminate()
        await pool.release(connection)
