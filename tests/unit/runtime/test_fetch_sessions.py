"""Fetches within a session name only what changed, and start over when the broker has forgotten."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import pytest
from aiokafka.errors import FetchSessionIdNotFound, KafkaConnectionError
from aiokafka.protocol.fetch import FetchRequest, FetchRequest_v4, FetchRequest_v11

from switchboard.runtime import fetch_sessions
from switchboard.runtime.fetch_sessions import FetchSession, _within_sessions

_SESSION = 7


def _fetch(**offsets: int) -> FetchRequest:
    """A fetch of the partitions 0 of these topics."""
    return FetchRequest(500, 1, 1_000, 0, [(name, [(0, at, 100)]) for name, at in offsets.items()])


def _named(request: Any) -> dict[str, int]:
    built = request.build(FetchRequest_v11)
    return {topic: partition[2] for topic, partitions in built.topics for partition in partitions}


def _state(request: Any) -> tuple[int, int]:
    built = request.build(FetchRequest_v11)
    return built.session_id, built.session_epoch


@dataclass
class Answer:
    session_id: int = _SESSION
    error_code: int = 0


@dataclass
class Broker:
    """Answers one fetch after the other, and keeps what it was asked."""

    answers: list[Answer | BaseException] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)

    async def send(self, node: int, request: Any) -> Any:
        del node
        self.asked.append(request)
        answer = self.answers.pop(0) if self.answers else Answer()
        if isinstance(answer, BaseException):
            raise answer
        return answer


def test_aiokafka_is_the_version_whose_private_names_are_used() -> None:
    assert version("aiokafka") == fetch_sessions.READ_IN, "read aiokafka's fetcher again, then pin"


async def test_the_first_fetch_names_all_and_the_next_what_moved() -> None:
    broker = Broker()
    send = _within_sessions(broker.send)
    await send(1, _fetch(a=5, b=5))
    await send(1, _fetch(a=6, b=5))
    await send(1, _fetch(a=6, b=5))
    assert [_named(request) for request in broker.asked] == [{"a": 5, "b": 5}, {"a": 6}, {}]
    assert [_state(request) for request in broker.asked] == [(0, 0), (_SESSION, 1), (_SESSION, 2)]


async def test_a_partition_that_is_read_no_longer_is_given_up_and_may_come_back() -> None:
    broker = Broker()
    send = _within_sessions(broker.send)
    for fetch in (_fetch(a=5, b=5), _fetch(a=5), _fetch(a=5, b=5)):
        await send(1, fetch)
    built = [request.build(FetchRequest_v11) for request in broker.asked]
    assert [one.forgotten_topics_data for one in built] == [[], [("b", [0])], []]
    assert _named(broker.asked[2]) == {"b": 5}


async def test_a_session_that_the_broker_has_forgotten_is_begun_anew_at_once() -> None:
    broker = Broker([Answer(), Answer(0, FetchSessionIdNotFound.errno)])
    send = _within_sessions(broker.send)
    await send(1, _fetch(a=5, b=5))
    answer = await send(1, _fetch(a=6, b=5))
    assert answer.error_code == 0
    assert _named(broker.asked[2]) == {"a": 6, "b": 5}
    assert _state(broker.asked[2]) == (0, 0)


async def test_a_broker_that_always_refuses_is_an_error_and_not_an_endless_loop() -> None:
    refused = Answer(0, FetchSessionIdNotFound.errno)
    broker = Broker([refused, refused])
    with pytest.raises(FetchSessionIdNotFound):
        await _within_sessions(broker.send)(1, _fetch(a=5))


async def test_after_a_fetch_that_failed_all_is_named_again_in_place_of_the_old_session() -> None:
    broker = Broker([Answer(), KafkaConnectionError()])
    send = _within_sessions(broker.send)
    await send(1, _fetch(a=5, b=5))
    with pytest.raises(KafkaConnectionError):
        await send(1, _fetch(a=6, b=5))
    await send(1, _fetch(a=6, b=5))
    assert _named(broker.asked[2]) == {"a": 6, "b": 5}
    assert _state(broker.asked[2]) == (_SESSION, 0)


@pytest.mark.parametrize(
    "away",
    [KafkaConnectionError(), Answer(0, FetchSessionIdNotFound.errno)],
    ids=["unreachable", "started anew"],
)
async def test_a_broker_that_was_away_is_told_of_before_what_it_brings(
    away: Answer | Exception,
) -> None:
    broker, back = Broker([Answer(), away]), list[int]()
    send = _within_sessions(broker.send, back=lambda: back.append(len(broker.asked)))
    await send(1, _fetch(a=5))
    with suppress(KafkaConnectionError):
        await send(1, _fetch(a=5))
    for _ in range(2):
        await send(1, _fetch(a=5))
    assert back == [3]


async def test_a_fetch_that_is_no_longer_wanted_says_nothing_of_the_broker() -> None:
    broker, back = Broker([Answer(), asyncio.CancelledError()]), list[int]()
    send = _within_sessions(broker.send, back=lambda: back.append(len(broker.asked)))
    await send(1, _fetch(a=5))
    with pytest.raises(asyncio.CancelledError):
        await send(1, _fetch(a=5))
    await send(1, _fetch(a=5))
    assert back == []


async def test_a_broker_that_keeps_no_session_is_asked_for_all_each_time() -> None:
    broker = Broker([Answer(0), Answer(0)])
    send = _within_sessions(broker.send)
    for _ in range(2):
        await send(1, _fetch(a=5))
    assert [_named(request) for request in broker.asked] == [{"a": 5}, {"a": 5}]


async def test_each_broker_has_a_session_of_its_own_and_other_requests_pass_untouched() -> None:
    broker = Broker()
    send = _within_sessions(broker.send)
    await send(1, _fetch(a=5))
    await send(2, _fetch(b=5))
    other = object()
    await send(1, other)
    assert [_state(request) for request in broker.asked[:2]] == [(0, 0), (0, 0)]
    assert broker.asked[2] is other


def test_an_old_broker_is_asked_for_all_without_a_session() -> None:
    session = FetchSession()
    session.answered(Answer())
    narrowed = session.narrowed(_fetch(a=5))
    assert session.narrowed(_fetch(a=5)).build(FetchRequest_v4).topics == [("a", [(0, 5, 100)])]
    assert narrowed.build(FetchRequest_v11).session_id == _SESSION
