"""How long a poll may wait: no deadline comes late, and none before what was said earlier."""

from datetime import UTC, datetime, timedelta

from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.runtime.engine.places import Mark, Owned
from switchboard.runtime.engine.schedule import Schedule
from switchboard.runtime.engine.settings import EngineSettings
from switchboard.runtime.roles import Timer

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SCHEDULE = Schedule(
    EngineSettings("test", "nowhere:1", "postgresql://nowhere:1", poll_timeout_ms=500)
)
A_FETCH_MS = 50


def owned(due_at: datetime) -> Owned:
    mark = Mark(0, None, None, 0, NOW, 0, {})
    one = Owned(CONVERSATION_COMMANDS_TOPIC, 0, 1, mark, 0)
    one.timers.set("key", Timer("kind", due_at, 1))
    return one


def waits(*, due_in: float, rest: float = 0.0) -> int:
    return SCHEDULE.timeout_ms([owned(NOW + timedelta(seconds=due_in))], NOW, rest)


def test_a_poll_waits_no_longer_than_until_the_next_deadline() -> None:
    assert waits(due_in=0.3) == 301
    assert waits(due_in=60) == 500


def test_a_deadline_that_has_come_waits_for_what_the_next_fetch_brings() -> None:
    assert waits(due_in=-1) == A_FETCH_MS
    assert waits(due_in=-1, rest=0.2) == 200 + A_FETCH_MS
    assert waits(due_in=0.3, rest=0.1) == 301
