"""The engine's one database connection, which is held up for seconds only, and holds nobody longer.

Both ends watch. The server ends what a frozen process has begun; the process gives up a server that
does not answer, be it dead, frozen or behind a dead line.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
import structlog

from switchboard.runtime.database import ALIVE, once_up
from switchboard.runtime.engine.settings import EngineSettings

_LIMITS = ALIVE | {"idle_in_transaction_session_timeout": "4s", "lock_timeout": "8s"}
"""A zombie's transaction ends by the server's hand before a successor gives up waiting for it."""

_PLANS = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off"}
"""A batch asks for some rows by their keys, of tables that only grow: by index, one by one.

Left to its estimates the planner reads a whole table of commands decided so far for a few hundred
keys, which costs more with every message, and keeps a plan made while the table was empty.
"""

_TRANSACTION_TIMEOUT_FROM = 17


class EngineConnection(asyncpg.Connection):  # type: ignore[misc]
    """Is over once a statement was not answered in time.

    asyncpg's own time-out asks the server to cancel and waits for that, and the ROLLBACK behind it
    waits once more: behind a dead line that is twice the time, and nothing comes of it.

    Attributes:
        answer_within_seconds: how long any one statement may take.
    """

    answer_within_seconds: float

    async def execute(self, *given: Any, **named: Any) -> Any:
        """As asyncpg's, in time; so are BEGIN, COMMIT and ROLLBACK, which come through here."""
        with self._in_time():
            return await super().execute(*given, **named)

    async def executemany(self, *given: Any, **named: Any) -> Any:
        """As asyncpg's, in time."""
        with self._in_time():
            return await super().executemany(*given, **named)

    async def fetch(self, *given: Any, **named: Any) -> Any:
        """As asyncpg's, in time."""
        with self._in_time():
            return await super().fetch(*given, **named)

    async def fetchrow(self, *given: Any, **named: Any) -> Any:
        """As asyncpg's, in time."""
        with self._in_time():
            return await super().fetchrow(*given, **named)

    async def fetchval(self, *given: Any, **named: Any) -> Any:
        """As asyncpg's, in time."""
        with self._in_time():
            return await super().fetchval(*given, **named)

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        end = asyncio.get_running_loop().call_later(self.answer_within_seconds, self._give_up)
        try:
            yield
        finally:
            end.cancel()

    def _give_up(self) -> None:
        structlog.get_logger("engine").error("PostgreSQL does not answer")
        self.terminate()


@asynccontextmanager
async def engine_connection(settings: EngineSettings) -> AsyncIterator[EngineConnection]:
    """A connection that finds rows by their keys; waits without limit until the server is up."""
    connection: EngineConnection = await once_up(lambda: _connect(settings))
    try:
        if connection.get_server_version().major >= _TRANSACTION_TIMEOUT_FROM:
            await connection.execute("SET transaction_timeout = '6s'")
        yield connection
    finally:
        connection.terminate()  # waits for nothing: nobody is owed a good-bye


async def _connect(settings: EngineSettings) -> EngineConnection:
    connection: EngineConnection = await asyncpg.connect(
        settings.database_url,
        connection_class=EngineConnection,
        server_settings=_LIMITS | _PLANS | {"application_name": "switchboard"},
    )
    connection.answer_within_seconds = settings.answer_within_seconds
    return connection
