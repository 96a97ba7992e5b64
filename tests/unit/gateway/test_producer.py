"""Commands are queued as aiokafka's own `send` queues them, without its looking again."""

from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError
from aiokafka.protocol.metadata import MetadataResponse_v1
from aiokafka.record.memory_records import MemoryRecords

from switchboard.contracts.codec import encode
from switchboard.contracts.commands.conversation import RequestHuman, RequestTicket
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC, TEAM_COMMANDS_TOPIC
from switchboard.gateway.clients import producer as module
from switchboard.gateway.clients.producer import CommandProducer

TOPIC = CONVERSATION_COMMANDS_TOPIC


class LongWay(AIOKafkaProducer):  # type: ignore[misc]
    """A producer that keeps what came by its own `send`."""

    def __init__(self) -> None:
        super().__init__(bootstrap_servers="nowhere:1", enable_idempotence=True, acks="all")
        self.sent: list[str] = []
        partitions = [(0, number, 0, [0], [0]) for number in range(TOPIC.partitions)]
        known = [(0, f"test.{TOPIC.name}", False, partitions)]
        self.client.cluster.update_metadata(
            MetadataResponse_v1([(0, "nowhere", 1, None)], 0, known)
        )

    async def send(self, topic: str, *arguments: Any, **options: Any) -> Any:
        self.sent.append(topic)
        if topic not in self.client.cluster.topics():
            raise UnknownTopicOrPartitionError  # at last; there is no broker to ask
        return await super().send(topic, *arguments, **options)

    def queued(self, place: TopicPartition) -> list[tuple[Any, ...]]:
        """Key, value and headers of what waits for the broker."""
        (batch,) = self._message_accumulator._batches[place]
        read = MemoryRecords(bytes(batch.get_data_buffer())).next_batch()
        return [(record.key, record.value, record.headers) for record in read]


@pytest.fixture
async def producer() -> AsyncIterator[LongWay]:
    made = LongWay()
    yield made
    made._message_accumulator._batches.clear()  # there is no broker to wait for
    await made.stop()


def _a_command() -> RequestHuman:
    return RequestHuman(conversation_id=uuid4(), visitor_id=uuid4())


def _place_of(message: Message) -> TopicPartition:
    return TopicPartition(f"test.{TOPIC.name}", partition_of(message.key, TOPIC.partitions))


def test_the_producer_was_read_in_this_version_of_aiokafka() -> None:
    assert version("aiokafka") == module.READ_IN, "read aiokafka's `send` again, then pin"


async def test_a_command_is_queued_as_send_queues_it(producer: LongWay) -> None:
    command = _a_command()
    await CommandProducer(producer, "test.", 3).post(TOPIC, command, uuid4())
    ((key, body, headers),) = producer.queued(_place_of(command))
    assert producer.sent == []
    other = LongWay()
    place = _place_of(command)
    await other.send(place.topic, body, key=key, partition=place.partition, headers=headers)
    assert (key, body) == (command.key.encode(), encode(command))
    assert other.queued(place) == [(key, body, headers)]
    other._message_accumulator._batches.clear()
    await other.stop()


async def test_commands_of_a_conversation_are_queued_in_their_order(producer: LongWay) -> None:
    conversation, commands = uuid4(), CommandProducer(producer, "test.", 3)
    sent = [RequestHuman(conversation_id=conversation, visitor_id=uuid4()) for _ in range(20)]
    for command in sent:
        await commands.post(TOPIC, command, uuid4())
    assert [body for _, body, _ in producer.queued(_place_of(sent[0]))] == list(map(encode, sent))


async def test_a_topic_that_is_not_known_yet_is_left_to_send(producer: LongWay) -> None:
    post = CommandProducer(producer, "test.", 3).post(TEAM_COMMANDS_TOPIC, _a_command(), uuid4())
    with pytest.raises(UnknownTopicOrPartitionError):
        await post
    assert producer.sent == [f"test.{TEAM_COMMANDS_TOPIC.name}"]


async def test_what_may_be_too_large_is_left_to_send(
    producer: LongWay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SURELY_SENT_BYTES", 10)
    command = RequestTicket(conversation_id=uuid4(), visitor_id=uuid4(), problem="It is broken")
    await CommandProducer(producer, "test.", 3).post(TOPIC, command, uuid4())
    assert producer.sent == [f"test.{TOPIC.name}"]


async def test_commands_share_requests_while_many_come(
    producer: LongWay, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    commands = CommandProducer(producer, "test.", 3)

    async def linger_after(posted: int, seconds: float = 0.1) -> float:
        nonlocal now
        for _ in range(posted):
            await commands.post(TOPIC, _a_command(), uuid4())
        now += seconds
        command = _a_command()
        await commands.post(TOPIC, command, uuid4())
        producer._message_accumulator._batches.clear()
        await commands.post(TOPIC, command, uuid4())
        (batch,) = producer._message_accumulator._batches[_place_of(command)]
        return float(batch._linger_time)

    assert await linger_after(200) == 0.008
    assert await linger_after(3) == 0.001
    assert await linger_after(200, seconds=3_600) == 0.001
