"""What this process says to the notification service of its own accord: nobody waits for it."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from aiokafka.errors import KafkaError

from switchboard.contracts.commands.notification import MarkDelivered, TellOfWaiting
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC
from switchboard.gateway.clients.producer import CommandProducer

_PATIENCE_SECONDS = 15.0
_RETRY_SECONDS = 1.0


class Telling:
    """Says who came online, and which notifications a panel has got.

    Each is said until Kafka has it. What dies with this process is made good by the panels: they
    connect elsewhere, come online there, and get again what was not marked as delivered.
    """

    def __init__(self, producer: CommandProducer) -> None:
        self._producer = producer
        self._unsaid: asyncio.Queue[tuple[Message, UUID]] = asyncio.Queue()

    def came_online(self, member_id: UUID) -> None:
        """A member came into use of a panel here (rule P2)."""
        command = TellOfWaiting(member_id=member_id, came_at=datetime.now(UTC))
        self._unsaid.put_nowait((command, uuid4()))

    def delivered(self, member_id: UUID, notification_id: UUID) -> None:
        """A panel of the member has got a notification; the same id wherever that is said."""
        mark = MarkDelivered(member_id=member_id, notification_id=notification_id)
        derived = translated_command_id(notification_id, mark.message_type(), mark.key)
        self._unsaid.put_nowait((mark, derived))

    async def say_always(self) -> None:
        """Say it in the order in which it happened, until cancelled."""
        while True:
            command, identifier = await self._unsaid.get()
            await self._say(command, identifier)

    async def _say(self, command: Message, identifier: UUID) -> None:
        topic = NOTIFICATION_COMMANDS_TOPIC
        while True:
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await (await self._producer.post(topic, command, identifier, awaited=False))
            except (KafkaError, TimeoutError) as error:
                structlog.get_logger("telling").warning("not taken", reason=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return
