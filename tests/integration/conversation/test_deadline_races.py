"""A command in the moment of a deadline: only legal outcomes, each counted.

Of every three trials the first sends the command at once, the second once the deadline has fired,
and the third within a tenth of a second of it. `make test` runs 50 trials, `make races` 500.
"""

from collections.abc import AsyncIterator, Callable

import pytest
from tests.builders.conversation import BEN
from tests.integration.conversation.arena import TRIALS, Arena, an_arena
from tests.integration.conversation.deadline_racing import RACES, SHORT_TIMES, raced

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="module")
async def arena(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    async with an_arena(kafka, postgres, online=(BEN,), **SHORT_TIMES) as arena:
        yield arena


@pytest.mark.parametrize("name", RACES)
async def test_a_race_with_a_deadline_has_only_legal_outcomes(
    arena: Arena, name: str, tell: Callable[[str], None]
) -> None:
    tell(f"{name}: {dict(await raced(arena, RACES[name], TRIALS))}")
