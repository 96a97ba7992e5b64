"""The job that analyses one conversation and has the result recorded."""

import asyncio
import json
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import asyncpg

from switchboard.analysis.clients.vader import Vader
from switchboard.analysis.handlers.analysis_jobs import ANALYZE
from switchboard.analysis.model.field_set import FieldSet
from switchboard.analysis.model.fields import extracted
from switchboard.analysis.model.mood import sentiment_of
from switchboard.analysis.model.summary import summary_of
from switchboard.analysis.store.field_sets import newest_field_set
from switchboard.contracts.commands.analysis import RecordAnalysis, RecordAnalysisFailure
from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.topics import ANALYSIS_COMMANDS_TOPIC
from switchboard.runtime.commands_out import CommandSender
from switchboard.runtime.jobs import Job, JsonObject, Result
from switchboard.runtime.transcripts import Line, read_transcript

MODEL = "quoting"
MODEL_VERSION = "3"


class Analysing:
    """Quotes a summary, scores the mood and extracts the fields of one transcript.

    Args:
        pool: of the analysis service's database.
        sender: of what was found.
        limit_seconds: the longest that one attempt may take.
    """

    kind: ClassVar[str] = ANALYZE
    most_attempts: ClassVar[int] = 8

    def __init__(self, pool: asyncpg.Pool, sender: CommandSender, limit_seconds: float) -> None:
        self._pool = pool
        self._sender = sender
        self._vader = Vader()
        self.limit_seconds = limit_seconds

    async def run(self, job: Job) -> Result:
        """Read the transcript once it is complete, and analyse it by the fields of now (A3).

        In a thread, so that the job's lease is renewed and its time is limited meanwhile.
        """
        lines = await read_transcript(self._pool, UUID(job.key), job.payload["public_seq"])
        wanted = await newest_field_set(self._pool)
        found = await asyncio.to_thread(self._analysed, job, lines, wanted)
        return Result(json.loads(found.model_dump_json()))

    def given_up(self, job: Job, code: str) -> Result:
        """Say so; anybody may ask again (rule A4)."""
        failure = RecordAnalysisFailure(
            conversation_id=UUID(job.key), analysis_id=job.id, code=code
        )
        return Result(json.loads(failure.model_dump_json()))

    async def say(self, job: Job, result: JsonObject) -> None:
        """Have it recorded; the analysis service's decider states it."""
        kinds = {kind.message_type(): kind for kind in (RecordAnalysis, RecordAnalysisFailure)}
        command = kinds[result["type"]].model_validate_json(json.dumps(dict(result)))
        command_id = translated_command_id(job.id, command.message_type(), job.key)
        await self._sender.send(
            ANALYSIS_COMMANDS_TOPIC, command, id=command_id, causation_id=job.id
        )

    def _analysed(self, job: Job, lines: Sequence[Line], wanted: FieldSet) -> RecordAnalysis:
        texts = [line.text for line in lines if line.source is PublicSource.USER]
        return RecordAnalysis(
            conversation_id=UUID(job.key),
            analysis_id=job.id,
            summary=summary_of(lines),
            sentiment=sentiment_of([self._vader.score(text) for text in texts]),
            fields=tuple(extracted(definition, texts) for definition in wanted.fields),
            definitions_version=wanted.version,
            model=MODEL,
            model_version=f"{MODEL_VERSION}, VADER {self._vader.version}",
        )
