from hypothesis import given
from hypothesis import strategies as st

from switchboard.gateway.model.pace import Pace, given_back, spent, wait

PACE = Pace(burst=3, per_second=2)
PACES = st.builds(Pace, st.integers(1, 50), st.floats(0.01, 100))


def _taken(pace: Pace, times: list[float]) -> list[float]:
    """When something was allowed, of those who asked at these times."""
    full_at, allowed = 0.0, []
    for now in times:
        if not wait(full_at, pace, now):
            full_at = spent(full_at, pace, now)
            allowed.append(now)
    return allowed


def test_so_many_are_allowed_at_once_and_then_one_after_the_other() -> None:
    assert _taken(PACE, [10.0] * 5) == [10.0] * 3
    assert _taken(PACE, [10.0] * 5 + [10.5, 10.5, 11.0]) == [10.0] * 3 + [10.5, 11.0]


def test_a_bucket_fills_no_further_than_its_burst() -> None:
    assert len(_taken(PACE, [0.0] * 3 + [1_000.0] * 9)) == 6


def test_the_wait_is_exact() -> None:
    full_at = 0.0
    for _ in range(3):
        full_at = spent(full_at, PACE, 10.0)
    assert wait(full_at, PACE, 10.0) == 0.5
    assert wait(full_at, PACE, 10.5) == 0.0


@given(PACES, st.lists(st.floats(0, 100), max_size=200))
def test_no_more_than_the_burst_and_the_rate_are_ever_allowed(
    pace: Pace, times: list[float]
) -> None:
    allowed = _taken(pace, sorted(1_000 + time for time in times))
    for start, first in enumerate(allowed):
        for count, last in enumerate(allowed[start:], start=1):
            assert count <= pace.burst + (last - first) * pace.per_second + 1e-3


@given(PACES, st.floats(0, 1_000))
def test_what_is_given_back_is_as_if_it_had_not_been(pace: Pace, now: float) -> None:
    before = spent(0.0, pace, now)
    assert abs(given_back(spent(before, pace, now), pace) - before) < 1e-6
