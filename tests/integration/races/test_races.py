"""People at two gateways at once, two replicas: only legal outcomes, each counted.

Of every three trials the first has one side first, the second the other, and the third leaves it to
chance, close together: the outcomes of the first two are known exactly, that of the third has to be
one of them. `make test` runs 50 trials a race, `make races` 500.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TypeAlias

import pytest
from tests.integration.races.all_races import RACES_AT_ONCE, RACES_IN_TIME
from tests.integration.races.arena import TRIALS, Arena
from tests.integration.races.racing import raced

Running: TypeAlias = Mapping[str, asyncio.Future[Counter[str]]]


@pytest.mark.parametrize("name", RACES_AT_ONCE)
async def test_a_race_has_only_legal_outcomes(
    arena: Arena, name: str, tell: Callable[[str], None]
) -> None:
    tell(f"{name}: {dict(await raced(arena, RACES_AT_ONCE[name], TRIALS))}")


@pytest.fixture(scope="module")
async def running(arena: Arena) -> AsyncIterator[Running]:
    """All of those that mostly wait, at once."""
    races = RACES_IN_TIME.items()
    running = {name: asyncio.ensure_future(raced(arena, race, TRIALS)) for name, race in races}
    yield running
    await asyncio.wait(running.values())


@pytest.mark.parametrize("name", RACES_IN_TIME)
async def test_a_race_with_time_itself_has_only_legal_outcomes(
    running: Running, name: str, tell: Callable[[str], None]
) -> None:
    tell(f"{name}: {dict(await running[name])}")
