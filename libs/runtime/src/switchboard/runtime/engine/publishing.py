"""Publishing what was committed: one batch a partition, awaited, and only while it is fresh."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.settings import EngineSettings
from switchboard.runtime.engine.statements import Statement

_REQUEST_TIMEOUT_MS = 5_000


class Publisher:
    """The engine's idempotent producer."""

    def __init__(self, settings: EngineSettings) -> None:
        self._prefix = settings.topic_prefix
        self._within = settings.publish_within_seconds
        self._producer = AIOKafkaProducer(
            **settings.client_arguments,
            enable_idempotence=True,
            acks="all",
            linger_ms=0,
            max_batch_size=settings.max_record_bytes,
            max_request_size=64 * settings.max_record_bytes,
            request_timeout_ms=_REQUEST_TIMEOUT_MS,
        )

    async def start(self) -> None:
        """Connect."""
        await self._producer.start()

    async def stop(self) -> None:
        """Disconnect; waits for nothing, since all that counts was awaited."""
        await self._producer.stop()

    async def publish(self, statements: Sequence[Statement], committed_at: float) -> None:
        """Publish in order, each partition for itself, and wait until the broker has all.

        Args:
            statements: of one commit.
            committed_at: a `time.monotonic()` from just before that commit.

        Raises:
            EngineStopped: too late or not taken; the next claim publishes what is missing.
        """
        if not statements:
            return
        left = committed_at + self._within - time.monotonic()
        if left <= 0:
            raise EngineStopped("too long since the commit to publish; the next claim will")
        try:
            async with asyncio.timeout(left):
                await asyncio.gather(
                    *(self._send(place, said) for place, said in _by_place(statements))
                )
        except TimeoutError as error:
            raise EngineStopped("Kafka did not take a batch in time") from error
        except KafkaError as error:
            raise EngineStopped(f"Kafka did not take a batch: {error!r}") from error

    async def _send(self, place: tuple[str, int], statements: Sequence[Statement]) -> None:
        topic, partition = self._prefix + place[0], place[1]
        waiting = [
            await self._producer.send_batch(batch, topic, partition=partition)
            for batch in self._batches(statements)
        ]
        await asyncio.gather(*waiting)

    def _batches(self, statements: Sequence[Statement]) -> Iterable[Any]:
        batch = self._producer.create_batch()
        for said in statements:
            key = said.key.encode()
            if batch.append(key=key, value=said.body, timestamp=None, headers=said.headers) is None:
                yield batch
                batch = self._producer.create_batch()
                batch.append(key=key, value=said.body, timestamp=None, headers=said.headers)
        yield batch


def _by_place(statements: Iterable[Statement]) -> Iterable[tuple[tuple[str, int], list[Statement]]]:
    found: dict[tuple[str, int], list[Statement]] = {}
    for said in statements:
        found.setdefault((said.topic, said.partition), []).append(said)
    return found.items()
