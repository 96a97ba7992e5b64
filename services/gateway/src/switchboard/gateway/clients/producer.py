"""Writing commands to Kafka in the order in which they are asked for."""

import asyncio  # noqa: TC003 - annotations are read at run time elsewhere
from datetime import UTC, datetime
from functools import lru_cache
from time import monotonic
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaProducer, TopicPartition

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Chain, Envelope, Opening
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic

READ_IN = "0.14.0"
"""The aiokafka version whose private names stand below."""

_SOURCE = "/switchboard/gateway"
_SURELY_SENT_BYTES = 500_000
"""A body of up to this size is below the producer's limit, headers and all."""

_place = lru_cache(maxsize=4_096)(TopicPartition)


_LOOK_SECONDS = 0.1
_MANY_A_SECOND = 1_000
_LINGER_SECONDS, _LINGER_SECONDS_OF_MANY = 0.001, 0.008


def linger_seconds(posted: int, seconds: float) -> float:
    """How long a batch waits for more commands, if so many were posted in this time.

    A request with its batches costs the broker, this process and the reader as much as several
    commands do. Where few come, nobody is made to wait for others.
    """
    many = posted > _MANY_A_SECOND * seconds
    return _LINGER_SECONDS_OF_MANY if many else _LINGER_SECONDS


class CommandProducer:
    """An idempotent producer that tells apart "queued in order" and "taken by the broker".

    `runtime.commands_out` waits for the broker before the next record; a socket that sends many
    commands must keep their order without that wait.
    """

    def __init__(self, producer: AIOKafkaProducer, prefix: str, outcome_partition: int) -> None:
        self._producer = producer
        self._queue = producer._message_accumulator  # noqa: SLF001 - the seam
        self._seconds = producer._request_timeout_ms / 1000  # noqa: SLF001
        self._prefix = prefix
        self._looked_at, self._posted = 0.0, 0
        self.outcome_partition = outcome_partition
        """Where this process listens for outcomes."""

    async def post(
        self,
        topic: Topic,
        message: Message,
        command_id: UUID,
        *,
        opening: Opening | None = None,
        chain: Chain | None = None,
        awaited: bool = True,
    ) -> "asyncio.Future[Any]":
        """Queue a command behind those posted before; the future ends when the broker has it.

        One that is not `awaited` asks for no outcome.
        """
        envelope = Envelope(
            id=command_id,
            type=message.ce_type(),
            source=_SOURCE,
            time=datetime.now(UTC),
            correlation_id=command_id,
            opening=opening,
            outcome_partition=self.outcome_partition if awaited else None,
            chain=chain,
        )
        key = message.key
        place = _place(self._prefix + topic.name, partition_of(key, topic.partitions))
        return await self._queued(place, key.encode(), encode(message), envelope.headers())

    async def _queued(
        self, place: TopicPartition, key: bytes, body: bytes, headers: list[tuple[str, bytes]]
    ) -> "asyncio.Future[Any]":
        """Do what the producer's own `send` does for a partition that it knows.

        Half of `send` is finding out, of each record anew, what is certain here: that the topic and
        the partition are there, and that the record is not too large.
        """
        sent: asyncio.Future[Any]
        self._set_pace()
        if self._is_known(place) and len(body) <= _SURELY_SENT_BYTES:
            sent = await self._queue.add_message(place, key, body, self._seconds, headers=headers)
        else:
            sent = await self._producer.send(
                place.topic, body, key=key, partition=place.partition, headers=headers
            )
        return sent

    def _set_pace(self) -> None:
        """Look at how many are posted, now and then."""
        self._posted += 1
        now = monotonic()
        if (passed := now - self._looked_at) >= _LOOK_SECONDS:
            self._queue._linger_time = linger_seconds(self._posted, passed)  # noqa: SLF001
            self._looked_at, self._posted = now, 0

    def _is_known(self, place: TopicPartition) -> bool:
        return self._producer.client.cluster.leader_for_partition(place) is not None
