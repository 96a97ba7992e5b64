"""One arena for all races."""

from collections.abc import AsyncIterator

import pytest
from tests.integration.races.arena import Arena, an_arena

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="package")
async def arena(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    async with an_arena(kafka, postgres) as arena:
        yield arena
