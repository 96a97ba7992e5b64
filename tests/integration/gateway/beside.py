"""A service's `consume` process in the test's own, on the workspace of a gateway."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tests.integration.gateway.gateways import Gateway

from switchboard.local.infrastructure import Postgres
from switchboard.runtime.consuming import consume
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness


@asynccontextmanager
async def a_service_beside(
    gateway: Gateway,
    postgres: Postgres,
    service: str,
    decider: Any,
    translators: Sequence[Any] = (),
) -> AsyncIterator[None]:
    """A running service with a database of its own; ready when the block begins."""
    gateway.voice.leaves(decider.feeds)
    name = f"{gateway.settings.topic_prefix[:-1]}_{service}"
    url = await asyncio.to_thread(postgres.create_database, name)
    settings = gateway.settings.model_copy(update={"database_url": url})
    await migrate(url, f"switchboard.{service}")
    readiness = Readiness()
    work = consume(settings, service, readiness, decider=decider, translators=translators)
    task = asyncio.ensure_future(work)
    try:
        async with asyncio.timeout(30):
            while not readiness.check():
                assert not task.done(), task.exception()
                await asyncio.sleep(0.05)
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
