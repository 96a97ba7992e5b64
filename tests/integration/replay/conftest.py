"""One running stage for all replays, and one replay for all tampering."""

from collections.abc import AsyncIterator

import pytest
from tests.builders.overhearing import Overheard
from tests.integration.replay.scene import Scene, a_scene
from tests.integration.replay.stage import Stage, a_stage

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="package")
async def stage(
    kafka: Kafka,
    postgres: Postgres,
    overheard: Overheard,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("replays")
    async with a_stage(kafka, postgres, overheard, folder) as stage:
        yield stage


@pytest.fixture(scope="package")
async def scene(stage: Stage) -> AsyncIterator[Scene]:
    async with a_scene(stage) as scene:
        yield scene
