import itertools

import pytest
from benchmarks.arrivals import poisson
from benchmarks.figures import MOST_TIMES_IDLE, TIMES_IDLE, past_the_bound, written
from benchmarks.percentiles import percentile


def test_arrivals_have_the_asked_rate_and_are_the_same_for_the_same_seed() -> None:
    due = list(poisson(500, 20, seed=1))
    assert 9_500 < len(due) < 10_500
    assert due == sorted(due)
    assert due == list(poisson(500, 20, seed=1))
    assert due != list(poisson(500, 20, seed=2))


def test_arrivals_are_spaced_by_chance() -> None:
    due = list(poisson(500, 20, seed=1))
    pauses = [later - earlier for earlier, later in itertools.pairwise(due)]
    longer_than_average = sum(pause > 1 / 500 for pause in pauses) / len(pauses)
    assert 0.34 < longer_than_average < 0.40  # 1/e of an exponential distribution


def test_a_percentile_is_a_measured_value() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 0.50) == 50
    assert percentile(values, 0.99) == 99
    assert percentile(values, 1.0) == 100
    assert percentile([7.0], 0.99) == 7


def test_measuring_nothing_is_an_error_and_no_good_latency() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


def test_figures_show_the_digits_that_mean_something() -> None:
    assert [written(f) for f in (2345.678, 45.67, 0.374, 12.0, "text")] == [
        "2,346",
        "45.7",
        "0.37",
        "12",
        "text",
    ]


def test_what_makes_others_wait_too_long_is_named() -> None:
    tables = {
        "flood": {TIMES_IDLE: MOST_TIMES_IDLE + 0.01},
        "lanes": {TIMES_IDLE: MOST_TIMES_IDLE},
        "latency": {"p99 (ms)": 40.0},
    }
    assert past_the_bound(tables) == ["flood"]
