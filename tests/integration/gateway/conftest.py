"""One gateway for all of these tests: each uses visitors and agents of its own."""

from collections.abc import AsyncIterator

import pytest
from tests.integration.gateway.gateways import Gateway, a_gateway

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="package")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway in this process, with a test as the conversation service."""
    async with a_gateway(kafka, postgres) as gateway:
        yield gateway
