"""One gateway for all of these tests: each uses visitors and agents of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest
from tests.builders.buckets import S3Server, an_s3_server
from tests.integration.gateway.gateways import Gateway, a_gateway

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="package")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway in this process, with a test as the conversation service."""
    async with a_gateway(kafka, postgres) as gateway:
        yield gateway


@pytest.fixture(scope="package")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A server of buckets: each test has one of its own there."""
    with an_s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server
