"""Writing commands to Kafka in the order in which they are asked for."""

import asyncio  # noqa: TC003 - annotations are read at run time elsewhere
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaProducer

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Chain, Envelope, Opening
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic

_SOURCE = "/switchboard/gateway"


class CommandProducer:
    """An idempotent producer that tells apart "queued in order" and "taken by the broker".

    `runtime.commands_out` waits for the broker before the next record; a socket that sends many
    commands must keep their order without that wait.
    """

    def __init__(self, producer: AIOKafkaProducer, prefix: str, outcome_partition: int) -> None:
        self._producer = producer
        self._prefix = prefix
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
        sent: asyncio.Future[Any] = await self._producer.send(
            self._prefix + topic.name,
            encode(message),
            key=key.encode(),
            partition=partition_of(key, topic.partitions),
            headers=envelope.headers(),
        )
        return sent
