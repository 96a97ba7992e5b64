"""Saying commands from outside an engine: the gateway's doors and the workers."""

from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from uuid import UUID

from aiokafka import AIOKafkaProducer

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Chain, Envelope, Opening
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic
from switchboard.runtime.kafka import connection_arguments
from switchboard.runtime.settings import ProcessSettings


class CommandSender:
    """An idempotent producer of commands and signals.

    A send returns when the broker has the record; what became of the command is heard elsewhere.
    """

    def __init__(self, settings: ProcessSettings, service: str, *, linger_ms: int = 1) -> None:
        self._prefix = settings.topic_prefix
        self._source = f"/switchboard/{service}"
        self._producer = AIOKafkaProducer(
            **connection_arguments(settings),
            enable_idempotence=True,
            acks="all",
            linger_ms=linger_ms,
        )

    async def __aenter__(self) -> Self:
        await self._producer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._producer.stop()

    async def send(
        self,
        topic: Topic,
        message: Message,
        *,
        id: UUID,  # noqa: A002 - CloudEvents' own word for it
        correlation_id: UUID | None = None,
        causation_id: UUID | None = None,
        opening: Opening | None = None,
        outcome_partition: int | None = None,
        chain: Chain | None = None,
    ) -> None:
        """Send one command and wait until the broker has it.

        Raises:
            aiokafka.errors.KafkaError: the broker did not take it; whoever asked may repeat.
        """
        envelope = Envelope(
            id=id,
            type=message.ce_type(),
            source=self._source,
            time=datetime.now(UTC),
            correlation_id=correlation_id or id,
            causation_id=causation_id,
            opening=opening,
            outcome_partition=outcome_partition,
            chain=chain,
        )
        await self._producer.send_and_wait(
            self._prefix + topic.name,
            encode(message),
            key=message.key.encode(),
            partition=partition_of(message.key, topic.partitions),
            headers=envelope.headers(),
        )
