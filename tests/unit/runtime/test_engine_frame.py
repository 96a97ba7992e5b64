"""The one file that knows FastStream's inside is pinned to what it was read in."""

import inspect
from importlib.metadata import version

from faststream.kafka import KafkaBroker
from faststream.kafka.subscriber.usecase import BatchSubscriber, LogicSubscriber

from switchboard.runtime.engine import frame


def test_faststream_is_the_version_whose_private_names_are_used() -> None:
    assert version("faststream") == frame.READ_IN, "read faststream's subscriber again, then pin"


def test_the_loop_still_asks_get_msg_and_hands_its_result_on() -> None:
    loop = inspect.getsource(LogicSubscriber._run_consume_loop)
    assert "await self.get_msg(consumer)" in loop
    assert "await self.consume_one(msg)" in loop
    assert "sleep" in inspect.getsource(BatchSubscriber.get_msg)


def test_the_broker_still_takes_its_consumers_from_the_builder() -> None:
    assert "self.config.broker_config.builder" in inspect.getsource(KafkaBroker._connect)
    assert "self.builder(" in inspect.getsource(LogicSubscriber.start)
