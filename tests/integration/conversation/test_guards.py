"""The guards behind the races: without them a race fails, and each wall holds alone.

Few trials suffice, since of every three one has the one side first, and one the other.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.builders.conversation import ANNA, BEN
from tests.integration.conversation import deadline_racing
from tests.integration.conversation.arena import Arena, an_arena
from tests.integration.conversation.racing import RACES, raced, ten_late, three_first

from switchboard.contracts.events.conversation import AgentTookOver, AiMessageSent
from switchboard.local.infrastructure import Kafka, Postgres

UNGUARDED = "tests.integration.conversation.unguarded"
ILLEGAL = (AssertionError, ValueError)
FEW = 6

_GUARDED_TABLES = ("conversation", "control_interval", "message")


@pytest.fixture(scope="module")
async def running(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Arena]:
    team = {"online": (ANNA, BEN), "replicas": 1}
    async with an_arena(kafka, postgres, module=UNGUARDED, **team) as arena:
        yield arena


@pytest.fixture
def unguarded(running: Arena) -> Arena:
    running.forget()
    return running


@pytest.mark.parametrize("name", RACES)
async def test_a_race_fails_without_its_guard(unguarded: Arena, name: str) -> None:
    with pytest.raises(ILLEGAL):
        await raced(unguarded, RACES[name], FEW)


@pytest.mark.parametrize("several", [ten_late, three_first])
async def test_several_messages_at_once_fail_without_their_guard(
    unguarded: Arena, several: object
) -> None:
    assert callable(several)
    with pytest.raises(ILLEGAL):
        await several(unguarded, 1)


async def test_c3_with_the_rules_off_the_database_alone_holds_the_ai_back(
    unguarded: Arena,
) -> None:
    with pytest.raises(AssertionError):
        await raced(unguarded, RACES["take-over against the AI's reply"], FEW)
    taken = {fact.conversation_id for fact in unguarded.facts.of(AgentTookOver)}
    assert len(taken) == FEW
    held_back = 0
    for where in taken:
        told = unguarded.names(where, AgentTookOver, AiMessageSent)
        assert told in (["AgentTookOver"], ["AiMessageSent", "AgentTookOver"])
        held_back += told == ["AgentTookOver"]
    assert held_back > 0


async def test_c3_x1_with_the_database_off_the_rules_alone_hold(
    kafka: Kafka, postgres: Postgres
) -> None:
    async with an_arena(kafka, postgres, online=(ANNA, BEN), replicas=1) as arena:
        await _switch_the_triggers_off(arena.database)
        for name in ("take-over against the AI's reply", "close against a user's message"):
            await raced(arena, RACES[name], FEW)


async def _switch_the_triggers_off(database: str) -> None:
    connection = await asyncpg.connect(database)
    for table in _GUARDED_TABLES:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    off = "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'"
    assert await connection.fetchval(off) > 0
    await connection.close()


async def test_a_race_with_a_deadline_fails_without_its_guard(
    kafka: Kafka, postgres: Postgres
) -> None:
    team = {"online": (BEN,), "replicas": 1}
    settings = deadline_racing.SHORT_TIMES
    async with an_arena(kafka, postgres, module=UNGUARDED, **team, **settings) as arena:
        for race in deadline_racing.RACES.values():
            with pytest.raises(ILLEGAL):
                await deadline_racing.raced(arena, race, 3)
