"""One arena for the races of a file. It ends with them: other tests stop the servers below it."""

from collections.abc import AsyncIterator

import pytest
from tests.integration.races.arena import Arena, an_arena

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="module")
async def arena(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    async with an_arena(kafka, postgres) as arena:
        yield arena
