"""The consumer's frame: a FastStream batch subscriber, and the only place that knows its inside.

Its `get_msg` is replaced, for as it comes it sleeps a second time after an empty poll, and the
engine needs the empty poll for its deadlines. Pinned to the version it was read in by a test.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import FAKE_CONSUMER, KafkaMessage

from switchboard.runtime.engine.settings import EngineSettings
from switchboard.runtime.fetch_gate import FetchGate
from switchboard.runtime.fetch_sessions import session_consumer

READ_IN = "0.7.8"
"""The FastStream version whose private names stand below."""

_FETCH_WAIT_MS = 500
_HEARTBEATS_A_SESSION = 4


class Frame:
    """Runs `take` with what `poll` returns, again and again, until it is stopped.

    Args:
        settings: what the engine is told.
        topics: full names of the topics to subscribe to.
        listener: hears of assignments.
        poll: waits for the next poll.
        take: handles a poll; must not raise, since what it raises is logged and forgotten.
        back: called when a broker that was away answers, before what it brought is polled.
    """

    def __init__(
        self,
        settings: EngineSettings,
        topics: Sequence[str],
        listener: ConsumerRebalanceListener,
        *,
        poll: Callable[[AIOKafkaConsumer], Awaitable[Any]],
        take: Callable[[Any], Awaitable[None]],
        back: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._back = back
        self._gate = FetchGate(settings.fetch_every_seconds, settings.fetch_after_much_seconds)
        self._broker = KafkaBroker(
            settings.kafka, consumer_only=True, apply_types=False, logger=None
        )
        subscriber: Any = self._broker.subscriber(
            *topics,
            batch=True,
            group_id=settings.group,
            group_instance_id=_instance(settings),
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="none",
            listener=listener,
            partition_assignment_strategy=(RangePartitionAssignor,),
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.session_timeout_ms // _HEARTBEATS_A_SESSION,
            fetch_max_wait_ms=_FETCH_WAIT_MS,
            parser=_parse,
            decoder=_decode,
            no_reply=True,
        )
        subscriber.get_msg = partial(_wrapped, self._gate, poll)
        subscriber(take)
        self._subscriber = subscriber

    @property
    def consumer(self) -> AIOKafkaConsumer:
        """The group's consumer."""
        return self._subscriber.consumer

    @property
    def rest_seconds(self) -> float:
        """How long the next fetch is put off."""
        return self._gate.rest_seconds

    async def start(self) -> None:
        """Join the group and begin."""
        await self._broker.connect()
        configuration: Any = self._broker.config.broker_config
        configuration.allow_auto_create_topics = False
        configuration.builder = partial(
            session_consumer,
            gate=self._gate,
            back=self._back,
            **self._settings.client_arguments,
        )
        await self._broker.start()

    async def stop(self) -> None:
        """Leave the group; a static member keeps its place until its session ends."""
        await self._broker.stop()


def _instance(settings: EngineSettings) -> str | None:
    return f"{settings.group}-{settings.replica_id}" if settings.replica_id else None


@dataclass(slots=True)
class _Wrapped:
    """A poll in the shape of a record; the frame names its topic when it logs."""

    polled: Any
    topic: str = ""


async def _wrapped(
    gate: FetchGate,
    poll: Callable[[AIOKafkaConsumer], Awaitable[Any]],
    consumer: AIOKafkaConsumer,
) -> tuple[_Wrapped]:
    """A poll, during which alone anything is fetched."""
    with gate.opened():
        return (_Wrapped(await poll(consumer)),)


async def _parse(polled: tuple[_Wrapped]) -> KafkaMessage:
    """Pass a poll on unread; the engine reads records itself, faster and with its own errors."""
    return KafkaMessage(raw_message=polled, body=b"", consumer=FAKE_CONSUMER)


async def _decode(message: Any) -> Any:
    return message.raw_message[0].polled
