"""The conversation service itself, in the test's own process, behind the gateway under test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from tests.integration.gateway.gateways import Gateway

from switchboard.conversation import consumers
from switchboard.conversation.model.facts import Limits
from switchboard.local.infrastructure import Postgres
from switchboard.runtime.consuming import consume
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness
from switchboard.runtime.settings import ProcessSettings


@asynccontextmanager
async def real_conversations(gateway: Gateway, postgres: Postgres) -> AsyncIterator[str]:
    """Every command is decided by the real rules; yields the URL of their database."""
    name = gateway.settings.topic_prefix[:-1] + "c"
    settings = ProcessSettings(
        kafka=gateway.settings.kafka,
        topic_prefix=gateway.settings.topic_prefix,
        database_url=await asyncio.to_thread(postgres.create_database, name),
        session_timeout_ms=1500,
    )
    await migrate(settings.database_url, "switchboard.conversation")
    readiness = Readiness()
    work = consume(
        settings,
        "conversation",
        readiness,
        decider=consumers.decider(Limits(presence_grace=timedelta(minutes=5))),
        projectors=consumers.PROJECTORS,
        needed_first=consumers.NEEDED_FIRST,
    )
    task = asyncio.ensure_future(work)
    async with asyncio.timeout(30):
        while not readiness.check():
            assert not task.done(), task.exception()
            await asyncio.sleep(0.05)
    try:
        yield settings.database_url
    finally:
        task.cancel()
        await asyncio.wait({task})
