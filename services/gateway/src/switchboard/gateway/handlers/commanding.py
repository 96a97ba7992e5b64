"""Sending a command and telling what became of it."""

import asyncio
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import structlog
from aiokafka.errors import KafkaError
from pydantic_core import to_json

from switchboard.contracts.envelope import Chain, Opening
from switchboard.contracts.ids import command_id, next_conversation, text_of
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ANALYSIS_COMMANDS_TOPIC,
    ASSISTANT_COMMANDS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    Topic,
)
from switchboard.gateway.clients.producer import CommandProducer
from switchboard.gateway.handlers.pending import (
    DECISION_SECONDS,
    Answer,
    Decided,
    PendingCommands,
    Stated,
    Undecided,
    is_accepted,
)
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.model.audit import Entry
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.answers import stored_answer
from switchboard.gateway.store.attachments import keep_uploads, release_uploads
from switchboard.gateway.store.audit import note, note_asked
from switchboard.gateway.store.progress import Progress

_MOST_HOPS = 3
AUDITED = frozenset({ASSISTANT_COMMANDS_TOPIC.name, ANALYSIS_COMMANDS_TOPIC.name})
"""Topics whose commands change what the whole team works with."""

_GRACE_SECONDS = 0.2
"""For the sweep that ends waiting answers."""


class Ask(NamedTuple):
    """A command on its way.

    Attributes:
        principal: who asks; with the key it makes the command's id (rule N5).
        answered_on: the topic whose marked event answers it.
        chain: whose conversations the asker's are, if a person's.
        then: sent right behind it; nobody waits for its answer.
        files: what the message carries.
        fresh_files: those of them that no earlier sending of this command had.
    """

    topic: Topic
    message: Message
    principal: str
    key: str
    answered_on: Topic
    opening: Opening | None = None
    chain: Chain | None = None
    then: "Ask | None" = None
    files: frozenset[UUID] = frozenset()
    fresh_files: frozenset[UUID] = frozenset()

    @property
    def id(self) -> UUID:
        """The command's id."""
        return command_id(self.principal, self.key)


@dataclass(frozen=True, slots=True)
class Commands:
    """What it takes to have a command decided."""

    producer: CommandProducer
    pending: PendingCommands
    progress: Progress
    positions: Positions
    pool: asyncpg.Pool

    async def post(self, ask: Ask) -> "asyncio.Future[Answer]":
        """Queue the command in the order of the calls; the future ends with its answer.

        While Kafka takes nothing this waits as long as its queue is full.

        Raises:
            ProblemError: `unavailable`: Kafka does not take it. Its files stay claimed, for a
                repeat of the command may have been taken; they wait for the next one.
        """
        identifier = ask.id
        answer = self.pending.expect(
            text_of(identifier).encode(), frozenset({ask.answered_on.name}), _proofs(ask.message)
        )
        try:
            sent = await self._sent(ask, identifier)
            if ask.then is not None:
                following = await self._sent(ask.then, ask.then.id)
                following.add_done_callback(_note_failure)
        except KafkaError as error:
            raise ProblemError(Code.UNAVAILABLE) from error
        sent.add_done_callback(_note_failure)
        return answer

    async def _sent(self, ask: Ask, identifier: UUID) -> "asyncio.Future[Any]":
        return await self.producer.post(
            ask.topic, ask.message, identifier, opening=ask.opening, chain=ask.chain
        )

    async def ask(self, ask: Ask) -> Answer:
        """Send the command and wait for its answer, at most `DECISION_SECONDS`."""
        if ask.topic.name in AUDITED:
            await note_asked(self.pool, deed_of(ask), ask.topic.retention)
        try:
            async with asyncio.timeout(DECISION_SECONDS + _GRACE_SECONDS):
                answer = await (await self.post(ask))
        except TimeoutError:
            return Undecided()  # Kafka takes nothing now; what is queued may still be sent
        return await self.finished(ask, answer)

    async def finished(self, ask: Ask, answer: Answer) -> Answer:
        """The answer, with the stored event in place of the outcome of a repeat.

        What changed the workspace's settings is noted in the audit log, once, repeats or not; what
        is answered later, when its event is heard (`consumers/deeds.py`).
        What the answer means for the files of the command is settled before anybody hears of it.
        """
        entry = entry_of(ask, answer)
        if entry is not None:
            await note(self.pool, entry)
        if ask.files:
            await self._settle_files(ask, answer)
        if not isinstance(answer, Decided):
            return answer
        outcome = answer.outcome
        if not (outcome.accepted and outcome.repeated):
            return answer
        body = await self._stored(ask)
        return Stated(body) if body is not None else answer

    async def _settle_files(self, ask: Ask, answer: Answer) -> None:
        """Keep the files of a message, and free those of a refused one for another try.

        `command_id_reused` says nothing of the command that had this id first, nor of its files.
        """
        if isinstance(answer, Decided) and not answer.outcome.accepted:
            reused = answer.outcome.code == Code.COMMAND_ID_REUSED
            await release_uploads(self.pool, [*(ask.fresh_files if reused else ask.files)], ask.id)
        elif not isinstance(answer, Undecided):
            await keep_uploads(self.pool, ask.id)

    async def _stored(self, ask: Ask) -> str | None:
        """The event of an accepted repeat; a forwarded message lies in a successor (rule X2)."""
        key = UUID(ask.message.key) if _is_uuid(ask.message.key) else None
        if key is None:
            return None
        hops = _MOST_HOPS if ask.answered_on is CONVERSATION_PUBLIC_TOPIC else 0
        for _ in range(hops + 1):
            await self.progress.reached(self.positions.of(ask.answered_on, str(key)))
            body = await stored_answer(self.pool, ask.answered_on.name, key, ask.id)
            if body is not None:
                return body
            key = next_conversation(key)
        return None


def entry_of(ask: Ask, answer: Answer) -> Entry | None:
    """What the audit log says of a command that another service accepted."""
    return deed_of(ask) if is_accepted(answer) and ask.topic.name in AUDITED else None


def deed_of(ask: Ask) -> Entry:
    """What the audit log says of a command once it is accepted."""
    message = ask.message
    kind, _, name = ask.principal.partition(":")
    return Entry(
        action=message.message_type(),
        member_id=getattr(message, "member_id", None) or getattr(message, "agent_id", None),
        api_key_id=UUID(name) if kind == "api_key" else None,
        subject_id=UUID(message.key) if _is_uuid(message.key) else None,
        entry_id=ask.id,
    )


def _proofs(message: Message) -> tuple[str, ...]:
    """The message's text and files as they stand in the event's JSON."""
    text: Any = getattr(message, "text", None)
    files: Any = getattr(message, "attachments", ())
    texts = () if text is None else (f'"text":{to_json(text).decode()}',)
    return texts + ((f'"attachments":{to_json(files).decode()}',) if files else ())


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def _note_failure(sent: "asyncio.Future[Any]") -> None:
    if not sent.cancelled() and sent.exception() is not None:
        structlog.get_logger("commands").warning(
            "not taken by Kafka", reason=type(sent.exception()).__name__
        )
