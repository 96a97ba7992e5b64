"""One world a test."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from structlog.testing import capture_logs
from tests.integration.runtime.world import World, make_world

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture
async def world(kafka: Kafka, postgres: Postgres) -> AsyncIterator[World]:
    name = f"ledger_{uuid4().hex[:10]}"
    loop_url = await _database(postgres, name)
    made = await make_world(kafka.bootstrap, loop_url, f"{name}.")
    with capture_logs() as made.alarms:
        try:
            yield made
        finally:
            await made.end()


async def _database(postgres: Postgres, name: str) -> str:
    import asyncio  # noqa: PLC0415

    return await asyncio.to_thread(postgres.create_database, name)
