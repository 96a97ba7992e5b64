"""Two sides at once, from two doors, on two replicas: only legal outcomes, each counted.

Of every three trials the first has one side first, the second the other, and the third leaves it to
chance: the outcomes of the first two are known exactly, that of the third has to be one of them.
`make test` runs 50 trials a race, `make races` 500.
"""

from collections.abc import AsyncIterator, Callable

import pytest
from tests.builders.conversation import ANNA, BEN
from tests.integration.conversation.arena import TRIALS, Arena, an_arena
from tests.integration.conversation.racing import RACES, raced, ten_late, three_first

from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="module")
async def running(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    async with an_arena(kafka, postgres, online=(ANNA, BEN)) as arena:
        yield arena


@pytest.fixture
def arena(running: Arena) -> Arena:
    running.forget()
    return running


@pytest.mark.parametrize("name", RACES)
async def test_a_race_has_only_legal_outcomes(
    arena: Arena, name: str, tell: Callable[[str], None]
) -> None:
    tell(f"{name}: {dict(await raced(arena, RACES[name], TRIALS))}")


async def test_ten_messages_at_a_closed_conversation_start_one_successor_every_time(
    arena: Arena, tell: Callable[[str], None]
) -> None:
    counts = await ten_late(arena, TRIALS)
    tell(f"ten messages at a closed conversation: {dict(counts)}")


async def test_three_first_messages_of_a_visitor_open_one_conversation_every_time(
    arena: Arena, tell: Callable[[str], None]
) -> None:
    tell(f"three first messages of a visitor: {dict(await three_first(arena, TRIALS))}")
