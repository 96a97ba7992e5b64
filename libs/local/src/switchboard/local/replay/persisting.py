"""Trying again while a server is away: replays are also run while servers are killed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
from aiokafka.errors import KafkaError

from switchboard.local.replay.trouble import Code, ReplayError

_AGAIN_SECONDS = 0.5
_OUTAGE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, KafkaError)

FoundT = TypeVar("FoundT")


async def persist(read: Callable[[], Awaitable[FoundT]], patience: float, part: str) -> FoundT:
    """What `read` finds, repeated while its server is away.

    Raises:
        ReplayError: `not_reached`: the server was away for longer than the patience lasts.
    """
    reason = "no answer"
    try:
        async with asyncio.timeout(patience):
            while True:
                try:
                    return await read()
                except _OUTAGE as error:
                    reason = f"{type(error).__name__}: {error}"
                await asyncio.sleep(_AGAIN_SECONDS)
    except TimeoutError:
        detail = f"{part} was away for {patience:g} s ({reason})."
        raise ReplayError(Code.NOT_REACHED, detail) from None
