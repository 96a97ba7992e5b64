"""The guards behind the races: without them a race fails, and each wall holds alone.

Few trials suffice, since of every three one has the one side first, and one the other.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from tests.builders.conversation import ANNA, BEN
from tests.integration.conversation import deadline_racing
from tests.integration.conversation.arena import Arena, an_arena
from tests.integration.conversation.racing import (
    RACES,
    opened_once_with,
    raced,
    ten_late,
    three_first,
)

from switchboard.contracts.events.conversation import (
    AgentTookOver,
    AiMessageSent,
    ConversationAccepted,
    ConversationEvent,
    HandOffRequested,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.message import Message
from switchboard.local.infrastructure import Kafka, Postgres

UNGUARDED = "tests.integration.conversation.unguarded"
FEW = 6

Unlawful = tuple[type[Message], ...] | str
"""Facts that some conversation has in this order, or the code with which a command is refused."""

STORE_REFUSED = "store_refused"
"""The rules say yes, and the wall behind them, the database, says no; never so with the guard."""

COMES_OF: dict[str, Unlawful] = {
    "accept against accept": (ConversationAccepted, ConversationAccepted),
    "take-over against the AI's reply": STORE_REFUSED,
    "close against a user's message": STORE_REFUSED,
    "assignment against accept": (ConversationAccepted, ConversationAccepted),
}
COMES_OF_A_DEADLINE: dict[str, Unlawful] = {
    "accept against giving up": (HandOffRequested, ConversationAccepted, HandOffRequested),
    "user's message against closing by itself": STORE_REFUSED,
    "assignment against return to the queue": (AgentTookOver, AgentTookOver, HandOffRequested),
}
"""By race, what comes of it without its guard."""

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


@contextmanager
def unlawful(arena: Arena, expected: Unlawful, judge: Callable[..., Any]) -> Iterator[None]:
    """What is done here fails where its outcome is judged, and for the reason that is expected."""
    with pytest.raises((AssertionError, ValueError)) as failed:
        yield
    assert failed.traceback[-1].name == judge.__name__
    if isinstance(expected, str):
        assert expected in {outcome.code for outcome in arena.outcomes.of(CommandOutcome)}
        return
    names = [kind.__name__ for kind in expected]
    told = {fact.conversation_id for fact in arena.facts.of(ConversationEvent)}
    assert names in [arena.names(where, *set(expected)) for where in told]


@pytest.mark.parametrize("name", RACES)
async def test_a_race_fails_without_its_guard(unguarded: Arena, name: str) -> None:
    with unlawful(unguarded, COMES_OF[name], RACES[name].outcome):
        await raced(unguarded, RACES[name], FEW)


@pytest.mark.parametrize("several", [ten_late, three_first])
async def test_several_messages_at_once_fail_without_their_guard(
    unguarded: Arena, several: object
) -> None:
    assert callable(several)
    with unlawful(unguarded, STORE_REFUSED, opened_once_with):
        await several(unguarded, 1)


async def test_c3_with_the_rules_off_the_database_alone_holds_the_ai_back(
    unguarded: Arena,
) -> None:
    race = RACES["take-over against the AI's reply"]
    with unlawful(unguarded, STORE_REFUSED, race.outcome):
        await raced(unguarded, race, FEW)
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
        for name, race in deadline_racing.RACES.items():
            with unlawful(arena, COMES_OF_A_DEADLINE[name], race.outcome):
                await deadline_racing.raced(arena, race, 3)
