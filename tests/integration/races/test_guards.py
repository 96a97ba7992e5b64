"""The guards behind the races: without them a race fails, and each wall holds alone.

Few trials suffice, since of every three one has the one side first, and one the other.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from traceback import extract_tb

import asyncpg
import pytest
from tests.integration.races.all_races import LAST_MILLISECOND, RACES
from tests.integration.races.arena import Arena, an_arena
from tests.integration.races.racing import Race, raced

from switchboard.contracts.events.conversation import (
    AgentTookOver,
    AiMessageSent,
    CommandRefused,
    ConversationAccepted,
    ConversationClosed,
    HandOffRequested,
    UserMessageSent,
)
from switchboard.contracts.message import Message
from switchboard.local.infrastructure import Kafka, Postgres

UNGUARDED = "tests.integration.races.unguarded"
FEW = 6

Unlawful = tuple[type[Message], ...] | str
"""Facts that some conversation has in this order, or the code with which an act is refused."""

STORE_REFUSED = "store_refused"
"""The rules say yes, and the wall behind them, the database, says no; never so with the guard."""

COMES_OF: dict[str, Unlawful] = {
    "accept against accept": (ConversationAccepted, ConversationAccepted),
    LAST_MILLISECOND: STORE_REFUSED,
    "close against a user's message": STORE_REFUSED,
    "assignment against accept": (ConversationAccepted, ConversationAccepted),
    "ten messages at a closed conversation": STORE_REFUSED,
    "three first messages of a visitor": STORE_REFUSED,
    "accept against giving up": (HandOffRequested, ConversationAccepted, HandOffRequested),
    "user's message against closing by itself": STORE_REFUSED,
    "assignment against return to the queue": (AgentTookOver, AgentTookOver, HandOffRequested),
}
"""By race, what comes of it without its guard."""

_GUARDED_TABLES = ("conversation", "control_interval", "message")


@dataclass(frozen=True)
class Came:
    """What came of a race that had no guard: where it ran, and what failed."""

    arena: Arena
    error: Exception

    def told(self, *kinds: type[Message]) -> list[list[type[Message]]]:
        """The kinds of facts, of these, in each of its conversations."""
        return [[type(fact) for fact in scene.facts(*kinds)] for scene in self.arena.scenes]

    def is_unlawful(self, expected: Unlawful) -> bool:
        """Whether it came to what was expected of it."""
        if isinstance(expected, str):
            return expected in self.arena.codes
        return [*expected] in self.told(*set(expected))


@pytest.fixture(scope="module")
async def unguarded(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Mapping[str, Came]]:
    """What came of every race, by name; all of them run at once."""
    async with an_arena(kafka, postgres, module=UNGUARDED, replicas=1) as arena:
        came = await asyncio.gather(*(_failed(arena.anew(), race) for race in RACES.values()))
        yield dict(zip(RACES, came, strict=True))


async def _failed(arena: Arena, race: Race) -> Came:
    with pytest.raises((AssertionError, ValueError)) as failed:
        await raced(arena, race, FEW)
    return Came(arena, failed.value)


@pytest.mark.parametrize("name", RACES)
def test_a_race_fails_without_its_guard(unguarded: Mapping[str, Came], name: str) -> None:
    """It fails where its outcome is judged, and for the reason that is expected."""
    came = unguarded[name]
    assert extract_tb(came.error.__traceback__)[-1].name == RACES[name].judge.__name__
    assert came.is_unlawful(COMES_OF[name])


def test_c3_with_the_rules_off_the_database_alone_holds_the_ai_back(
    unguarded: Mapping[str, Came],
) -> None:
    told = unguarded[LAST_MILLISECOND].told(AiMessageSent, AgentTookOver, ConversationAccepted)
    assert len(told) == FEW
    assert all(AiMessageSent not in kinds[1:] for kinds in told)
    held_back = [kinds for kinds in told if AiMessageSent not in kinds]
    assert held_back


def test_x1_with_the_rules_off_the_database_alone_lets_nothing_follow_a_close(
    unguarded: Mapping[str, Came],
) -> None:
    told = unguarded["close against a user's message"].told(Message)
    assert len(told) == FEW
    later = [kinds[kinds.index(ConversationClosed) + 1 :] for kinds in told]
    assert {kind for kinds in later for kind in kinds} <= {CommandRefused}
    held_back = [kinds for kinds in told if kinds.count(UserMessageSent) == 1]
    assert held_back


async def test_c3_x1_with_the_database_off_the_rules_alone_hold(arena: Arena) -> None:
    async with _triggers_off(arena.database):
        for name in (LAST_MILLISECOND, "close against a user's message"):
            await raced(arena, RACES[name], FEW)


@asynccontextmanager
async def _triggers_off(database: str) -> AsyncIterator[None]:
    connection = await asyncpg.connect(database)
    switched = "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'"
    try:
        await _switch(connection, "DISABLE")
        assert await connection.fetchval(switched) > 0
        yield
    finally:
        await _switch(connection, "ENABLE")
        await connection.close()


async def _switch(connection: asyncpg.Connection, how: str) -> None:
    for table in _GUARDED_TABLES:
        await connection.execute(f"ALTER TABLE {table} {how} TRIGGER USER")
