"""The conversation service's voice: a test hears commands and says what it likes about them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from switchboard.contracts.codec import decode, encode
from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.envelope import Envelope, read_envelope
from switchboard.contracts.events import conversation as events
from switchboard.contracts.events import public
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.events.snapshot import ConversationState, Written
from switchboard.contracts.ids import message_id, public_message_id
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
    Topic,
)
from switchboard.contracts.words import Audience, Priority, Status, SystemLine

MessageT = TypeVar("MessageT", bound=Message)


@dataclass(frozen=True)
class Command:
    """One command as it came."""

    envelope: Envelope
    message: Message


@dataclass
class Spoken:
    """How far a conversation's two streams are."""

    visitor_id: UUID
    seq: int = 0
    public_seq: int = 0
    status: Status = Status.ACTIVE_AI
    agent_id: UUID | None = None
    priority: Priority = Priority.MEDIUM
    messages: int = 0
    written: dict[UUID, int] = field(default_factory=dict)

    def counts(self, author: UUID | None = None) -> None:
        """One message or note more."""
        self.messages += 1
        if author is not None:
            self.written[author] = self.messages


@dataclass
class Voice:
    """Hears `conversation.commands`, says events, snapshots and outcomes."""

    producer: AIOKafkaProducer
    consumer: AIOKafkaConsumer
    prefix: str
    heard: list[Command] = field(default_factory=list)
    conversations: dict[UUID, Spoken] = field(default_factory=dict)
    _pos: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    _left: set[str] = field(default_factory=set)

    def leaves(self, topics: Sequence[Topic]) -> None:
        """Leave these topics to a service: of two who count `pos` each, one is not listened to."""
        self._left |= {topic.name for topic in topics}
        both = self._left & {name for name, _ in self._pos}
        assert not both, f"a test has stated {both} itself; give the service a gateway of its own"

    async def hears(
        self, kind: type[MessageT], seconds: float = 10, about: UUID | None = None
    ) -> Command:
        """The next command of a kind, in the order in which they came; of one conversation."""
        async with asyncio.timeout(seconds):
            while True:
                for command in self.heard:
                    is_meant = about is None or command.message.key == str(about)
                    if is_meant and isinstance(command.message, kind):
                        self.heard.remove(command)
                        return command
                await self._listen()

    async def _listen(self) -> None:
        for records in (await self.consumer.getmany(timeout_ms=200)).values():
            for record in records:
                envelope = read_envelope(record.headers)
                message = decode(envelope.type, record.value, CONVERSATION_COMMANDS_TOPIC.messages)
                self.heard.append(Command(envelope, message))

    async def says(
        self, topic: Topic, message: Message, cause: UUID | None = None, *, answer: bool = False
    ) -> None:
        """Say one message, with `pos` where the topic has it."""
        assert topic.name not in self._left, f"a service states {topic.name} here"
        partition = partition_of(message.key, topic.partitions)
        self._pos[(topic.name, partition)] += 1
        envelope = Envelope(
            id=uuid4(),
            type=message.ce_type(),
            source="/test",
            time=datetime.now(UTC),
            correlation_id=cause or uuid4(),
            causation_id=cause,
            pos=self._pos[(topic.name, partition)] if topic.positioned else None,
            answer=answer,
        )
        await self.producer.send_and_wait(
            self.prefix + topic.name,
            encode(message),
            key=message.key.encode(),
            partition=partition,
            headers=envelope.headers(),
        )

    async def refuses(self, command: Command, code: str, **data: str) -> None:
        """An outcome to the gateway that waits."""
        await self.decides(command, accepted=False, code=code, data=data)

    async def decides(
        self,
        command: Command,
        *,
        accepted: bool,
        code: str | None = None,
        data: dict[str, str] | None = None,
        repeated: bool = False,
    ) -> None:
        """An outcome, where the command's header wants it."""
        outcome = CommandOutcome(
            command_id=command.envelope.id,
            accepted=accepted,
            code=code,
            data=dict(data or {}),
            repeated=repeated,
        )
        envelope = Envelope(
            id=uuid4(),
            type=outcome.ce_type(),
            source="/test",
            time=datetime.now(UTC),
            correlation_id=command.envelope.id,
            causation_id=command.envelope.id,
        )
        await self.producer.send_and_wait(
            self.prefix + COMMAND_OUTCOMES_TOPIC.name,
            encode(outcome),
            key=outcome.key.encode(),
            partition=command.envelope.outcome_partition,
            headers=envelope.headers(),
        )

    async def opens(self, conversation: UUID, visitor: UUID, cause: UUID | None = None) -> None:
        """A conversation begins."""
        spoken = self.conversations.setdefault(conversation, Spoken(visitor))
        spoken.seq += 1
        spoken.public_seq += 1
        opened = events.ConversationOpened(
            conversation_id=conversation,
            seq=spoken.seq,
            at=datetime.now(UTC),
            visitor_id=visitor,
            site="demo",
            status=spoken.status,
            epoch=1,
        )
        seen = public.PublicConversationOpened(
            conversation_id=conversation,
            public_seq=spoken.public_seq,
            at=datetime.now(UTC),
            visitor_id=visitor,
            status=public.PublicStatus.ASSISTANT,
        )
        await self.says(CONVERSATION_EVENTS_TOPIC, opened, cause, answer=cause is not None)
        await self.says(CONVERSATION_PUBLIC_TOPIC, seen, cause, answer=cause is not None)
        await self.states(conversation)

    async def stores_user_message(self, command: Command) -> None:
        """The user's message, opening the conversation if need be."""
        message = command.message
        assert isinstance(message, commands.SendUserMessage)
        if message.conversation_id not in self.conversations:
            await self.opens(message.conversation_id, message.visitor_id)
        cause = command.envelope.id
        spoken = self.conversations[message.conversation_id]
        spoken.seq += 1
        spoken.counts()
        stored = events.UserMessageSent(
            conversation_id=message.conversation_id,
            seq=spoken.seq,
            at=datetime.now(UTC),
            message_id=message_id(cause),
            visitor_id=message.visitor_id,
            text=message.text,
            attachments=message.attachments,
        )
        await self.says(CONVERSATION_EVENTS_TOPIC, stored, cause, answer=True)
        await self.posts(
            message.conversation_id,
            message.text,
            public.PublicSource.USER,
            cause=cause,
            attachments=message.attachments,
        )

    async def stores_agent_message(self, command: Command) -> None:
        """An agent's message."""
        message = command.message
        assert isinstance(message, commands.SendAgentMessage)
        cause = command.envelope.id
        spoken = self.conversations[message.conversation_id]
        spoken.seq += 1
        spoken.counts(message.agent_id)
        stored = events.AgentMessageSent(
            conversation_id=message.conversation_id,
            seq=spoken.seq,
            at=datetime.now(UTC),
            message_id=message_id(cause),
            agent_id=message.agent_id,
            agent_name="Anna",
            text=message.text,
            attachments=message.attachments,
        )
        await self.says(CONVERSATION_EVENTS_TOPIC, stored, cause, answer=True)
        await self.posts(
            message.conversation_id,
            message.text,
            public.PublicSource.AGENT,
            cause=cause,
            attachments=message.attachments,
        )

    async def stores_note(self, command: Command) -> None:
        """A note for the team."""
        message = command.message
        assert isinstance(message, commands.AddInternalNote)
        spoken = self.conversations[message.conversation_id]
        spoken.seq += 1
        spoken.counts(message.agent_id)
        stored = events.InternalNoteAdded(
            conversation_id=message.conversation_id,
            seq=spoken.seq,
            at=datetime.now(UTC),
            message_id=message_id(command.envelope.id),
            agent_id=message.agent_id,
            agent_name="Anna",
            text=message.text,
            attachments=message.attachments,
        )
        await self.says(CONVERSATION_EVENTS_TOPIC, stored, command.envelope.id, answer=True)
        await self.states(message.conversation_id)

    async def posts(
        self,
        conversation: UUID,
        text: str,
        source: public.PublicSource,
        *,
        cause: UUID | None = None,
        line: SystemLine | None = None,
        attachments: tuple[commands.Attachment, ...] = (),
    ) -> None:
        """A message that the user may see."""
        spoken = self.conversations[conversation]
        spoken.public_seq += 1
        posted = public.PublicMessagePosted(
            conversation_id=conversation,
            public_seq=spoken.public_seq,
            at=datetime.now(UTC),
            message_id=public_message_id(cause or uuid4()),
            source=source,
            text=text,
            line=line,
            attachments=attachments,
        )
        await self.says(CONVERSATION_PUBLIC_TOPIC, posted, cause, answer=cause is not None)
        await self.states(conversation)

    async def closes(
        self, conversation: UUID, cause: UUID | None = None, agent: UUID | None = None
    ) -> None:
        """The conversation ends."""
        spoken = self.conversations[conversation]
        spoken.status = Status.CLOSED
        line = events.SystemMessageAdded(
            conversation_id=conversation,
            seq=spoken.seq + 1,
            at=datetime.now(UTC),
            message_id=uuid4(),
            line=SystemLine.CLOSED,
            audience=Audience.PUBLIC,
            text="closed",
        )
        closed = events.ConversationClosed(
            conversation_id=conversation,
            seq=spoken.seq + 2,
            at=datetime.now(UTC),
            status=Status.CLOSED,
            epoch=2,
            public_seq=spoken.public_seq + 1,
            agent_id=agent,
        )
        spoken.seq += 2
        await self.says(CONVERSATION_EVENTS_TOPIC, line)
        await self.says(CONVERSATION_EVENTS_TOPIC, closed, cause, answer=cause is not None)
        await self.posts(conversation, "closed", public.PublicSource.SYSTEM, line=SystemLine.CLOSED)
        spoken.public_seq += 1
        changed = public.PublicStatusChanged(
            conversation_id=conversation,
            public_seq=spoken.public_seq,
            at=datetime.now(UTC),
            status=public.PublicStatus.CLOSED,
        )
        await self.says(CONVERSATION_PUBLIC_TOPIC, changed)
        await self.states(conversation)

    async def states(self, conversation: UUID) -> None:
        """The conversation's snapshot."""
        spoken = self.conversations[conversation]
        state = ConversationState(
            conversation_id=conversation,
            seq=spoken.seq,
            public_seq=spoken.public_seq,
            status=spoken.status,
            epoch=1,
            priority=spoken.priority,
            visitor_id=spoken.visitor_id,
            site="demo",
            agent_id=spoken.agent_id,
            opened_at=datetime(2026, 1, 1, tzinfo=UTC),
            changed_at=datetime.now(UTC),
            messages=spoken.messages,
            written=tuple(
                Written(member_id=member, messages=number)
                for member, number in spoken.written.items()
            ),
        )
        await self.says(CONVERSATION_STATE_TOPIC, state)


@asynccontextmanager
async def a_voice(kafka: str, prefix: str) -> AsyncIterator[Voice]:
    """A voice on a workspace's topics."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest")
    await producer.start()
    await consumer.start()
    topic = CONVERSATION_COMMANDS_TOPIC
    consumer.assign([TopicPartition(prefix + topic.name, n) for n in range(topic.partitions)])
    try:
        yield Voice(producer, consumer, prefix)
    finally:
        await consumer.stop()
        await producer.stop()
