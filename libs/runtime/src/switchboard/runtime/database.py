"""Connections to the service's one PostgreSQL database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import structlog

ConnectedT = TypeVar("ConnectedT")

_RETRY_SECONDS = 0.25
ALIVE = {
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "5000",
}
"""The server notices within seconds that whoever asked is gone."""

_NOT_UP = (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)


async def connect_pool(
    url: str, *, smallest: int = 1, largest: int = 8, seconds: float | None = 10.0
) -> asyncpg.Pool:
    """Open a pool, waiting without limit until the server is up.

    Args:
        url: where the server is and which database.
        smallest: connections kept open.
        largest: connections at the most.
        seconds: the longest a statement may take; None for as long as it takes.
    """
    return await once_up(
        lambda: asyncpg.create_pool(
            url,
            min_size=smallest,
            max_size=largest,
            command_timeout=seconds,
            server_settings=ALIVE | {"application_name": "switchboard"},
        )
    )


async def once_up(connect: Callable[[], Awaitable[ConnectedT]]) -> ConnectedT:
    """Connect, waiting without limit until the server is up."""
    log = structlog.get_logger("database")
    told = False
    while True:
        try:
            return await connect()
        except _NOT_UP as error:
            if not told:
                log.info("waiting for PostgreSQL", reason=type(error).__name__)
                told = True
            await asyncio.sleep(_RETRY_SECONDS)
