"""One whole system with two gateways and two replicas of the conversation service."""

from collections.abc import AsyncIterator, Iterator

import pytest
from tests.builders.whole_system import WholeSystem, a_whole_system
from tests.chaos.house import House, a_house

_SCALE = ("--scale", "conversation=2", "--scale", "gateway-serve=2")


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSystem]:
    with a_whole_system(tmp_path_factory.mktemp("switchboard"), *_SCALE) as running:
        yield running


@pytest.fixture
async def house(system: WholeSystem) -> AsyncIterator[House]:
    async with a_house(system) as house:
        yield house
