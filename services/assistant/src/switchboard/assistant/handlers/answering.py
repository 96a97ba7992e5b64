"""The job that looks for the answer of one turn and proposes it."""

from typing import Any, ClassVar, TypeAlias
from uuid import UUID

import asyncpg

from switchboard.assistant.handlers.answer_jobs import ANSWER
from switchboard.assistant.handlers.engine import AnswerEngine
from switchboard.assistant.model.finding import Finding, HandOff
from switchboard.assistant.model.proposal import hand_off_id, reply_id, ticket_id
from switchboard.assistant.model.question import question_of
from switchboard.assistant.store.ai_settings import minimum_run
from switchboard.assistant.store.found import read, written
from switchboard.contracts.commands.conversation import (
    ProposeAiReply,
    ProposeHandOff,
    ProposeTicket,
)
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.contracts.words import HandOffReason
from switchboard.runtime.commands_out import CommandSender
from switchboard.runtime.jobs import Job, JsonObject, Result
from switchboard.runtime.transcripts import read_transcript

Proposal: TypeAlias = ProposeAiReply | ProposeHandOff | ProposeTicket


class Answering:
    """Runs an engine under a time limit; what fails becomes a hand-off (rule C6).

    Args:
        pool: of the assistant's database.
        sender: of proposals.
        engine: finds answers.
        limit_seconds: the longest that one run may take.
    """

    kind: ClassVar[str] = ANSWER
    most_attempts: ClassVar[int] = 3

    def __init__(
        self,
        pool: asyncpg.Pool,
        sender: CommandSender,
        engine: AnswerEngine,
        limit_seconds: float,
    ) -> None:
        self._pool = pool
        self._sender = sender
        self._engine = engine
        self.limit_seconds = limit_seconds

    async def run(self, job: Job) -> Result:
        """Read the transcript once it is complete, find an answer, hold it as long as is set."""
        bounds = job.payload
        transcript = await read_transcript(self._pool, UUID(job.key), bounds["transcript"])
        question = question_of(transcript, bounds["answered"], bounds["asked"])
        finding = await self._engine.find(question, transcript)
        held = job.created_at + await minimum_run(self._pool)
        return Result(written(finding, self._engine.name), not_before=held)

    def given_up(self, job: Job, code: str) -> Result:
        """A human answers what the AI could not."""
        del job, code
        return Result(written(HandOff(HandOffReason.AI_FAILED), self._engine.name))

    async def say(self, job: Job, result: JsonObject) -> None:
        """Propose it; whether it still counts is decided by the conversation service (rule C3)."""
        for command_id, command in _proposals(job, read(result)):
            await self._sender.send(
                CONVERSATION_COMMANDS_TOPIC, command, id=command_id, causation_id=job.id
            )


def _proposals(job: Job, finding: Finding) -> list[tuple[UUID, Proposal]]:
    """In the order in which they are to be decided: the reply ends the turn."""
    turn: dict[str, Any] = {
        "conversation_id": UUID(job.key),
        "turn": job.payload["turn"],
        "epoch": job.payload["epoch"],
    }
    if isinstance(finding, HandOff):
        return [(hand_off_id(job.id), ProposeHandOff(**turn, reason=finding.reason))]
    reply = ProposeAiReply(**turn, text=finding.text, sources=finding.sources)
    replied: tuple[UUID, Proposal] = (reply_id(job.id), reply)
    if finding.ticket is None:
        return [replied]
    wanted = finding.ticket
    ticket = ProposeTicket(**turn, subject=wanted.subject, description=wanted.description)
    return [(ticket_id(job.id), ticket), replied]
