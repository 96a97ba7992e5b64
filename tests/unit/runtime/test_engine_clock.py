"""Time goes on, whatever becomes of the computer's clock (rule H10)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from switchboard.runtime.engine.clock import Clock

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Computer:
    """Two clocks, of which one can be set."""

    shows: datetime = NOON
    seconds: float = 0.0
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(lambda: self.shows, lambda: self.seconds)

    def after(self, seconds: float) -> datetime:
        """What the engine's clock shows so many seconds later."""
        self.shows += timedelta(seconds=seconds)
        self.seconds += seconds
        return self.clock.now()

    def is_put(self, seconds: float) -> None:
        """Somebody sets the clock, forward or back."""
        self.shows += timedelta(seconds=seconds)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_h10_the_clock_shows_what_the_computers_shows_also_when_that_is_put_forward() -> None:
    computer = Computer()
    assert computer.after(10) == later(10)
    computer.is_put(3_600)
    assert computer.after(10) == later(3_620)


def test_h10_put_back_it_goes_on_at_half_its_pace_until_it_is_right_again() -> None:
    computer = Computer()
    computer.after(10)
    computer.is_put(-60)
    assert computer.after(0) == later(10)
    assert [computer.after(20) for _ in range(3)] == [later(20), later(30), later(40)]
    assert computer.after(60) == computer.shows == later(70)
    assert computer.after(1) == later(71)


def test_h10_what_another_process_has_given_to_a_rule_is_not_turned_back() -> None:
    computer = Computer()
    computer.clock.not_before(later(30))
    assert computer.after(10) == later(35)
    computer.clock.not_before(later(20))
    assert computer.after(10) == later(40)
    assert computer.after(60) == computer.shows
