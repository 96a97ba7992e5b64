"""The fan-out hears every partition once, and of the outcomes only those of its own process."""

from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_STATE_TOPIC,
    TOPICS,
    Topic,
)
from switchboard.gateway.api.fanout.consumer import LIVE, FanOut
from switchboard.gateway.handlers.places import Positions

_HEARD = tuple(topic for topic in TOPICS if "gateway" in topic.consumers)
_MINE = 7


def _lanes(*topics: Topic) -> list[tuple[set[tuple[str, int]], float]]:
    table = [(topic, lambda _: None) for topic in topics]
    fan_out = FanOut(
        {}, "w.", table, Positions(), lambda: None, begins=lambda: None, outcome_partition=_MINE
    )
    return [
        ({(place.topic, place.partition) for place in places}, rest)
        for places, rest in fan_out._lanes()
    ]


def test_every_partition_is_in_one_lane() -> None:
    lanes = [places for places, _ in _lanes(*_HEARD)]
    wanted = {
        (f"w.{topic.name}", number)
        for topic in _HEARD
        if topic is not COMMAND_OUTCOMES_TOPIC
        for number in range(topic.partitions)
    } | {(f"w.{COMMAND_OUTCOMES_TOPIC.name}", _MINE)}
    assert set.union(*lanes) == wanted
    assert sum(map(len, lanes)) == len(wanted)


def test_what_people_wait_for_never_rests() -> None:
    for places, rest in _lanes(*_HEARD):
        names = {name for name, _ in places}
        if rest:
            assert names == {f"w.{CONVERSATION_STATE_TOPIC.name}"}
    (live, _), *_ = _lanes(*_HEARD)
    assert {name for name, _ in live} == {f"w.{topic.name}" for topic in LIVE}


def test_a_table_without_some_topics_has_no_empty_lane() -> None:
    assert [len(places) for places, _ in _lanes(CONVERSATION_STATE_TOPIC)] == [12]
