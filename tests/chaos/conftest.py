"""One whole system with two gateways and two replicas of the conversation service."""

from collections.abc import AsyncIterator, Iterator

import pytest
from tests.builders.whole_system import WholeSystem, a_whole_system
from tests.chaos.house import House, a_house

# Whoever sends all that is documented is one visitor, and must not be kept from most of it.
_ONE_VISITOR_FOR_ALL = {"visitor_burst": "10000", "visitor_per_second": "1000"}
# Fifty runs are under way in the one process that is killed.
_MANY_RUNS = {"runs_at_a_time": "64"}
# Visitors are asked for an address at once, while nobody is in a panel (rules O1 and P1).
_PRESENCE_BELIEVED_SOON = {"presence_grace_seconds": "5"}
_SETTINGS = _ONE_VISITOR_FOR_ALL | _MANY_RUNS | _PRESENCE_BELIEVED_SOON
_SCALE = ("--scale", "conversation=2", "--scale", "gateway-serve=2")


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSystem]:
    folder = tmp_path_factory.mktemp("switchboard")
    with a_whole_system(folder, *_SCALE, **_SETTINGS) as running:
        yield running


@pytest.fixture
async def house(system: WholeSystem) -> AsyncIterator[House]:
    async with a_house(system) as house:
        yield house
