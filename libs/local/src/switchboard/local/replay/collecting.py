"""Collecting the evidence: the database first, since every other view must reach what it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from switchboard.local.replay.agent import Agent
from switchboard.local.replay.evidence import Evidence
from switchboard.local.replay.from_api import finished_analyses, read_api
from switchboard.local.replay.from_database import read_analyses, read_database
from switchboard.local.replay.from_kafka import (
    KafkaReader,
    Marks,
    completed_analyses,
    holdings,
)
from switchboard.local.replay.options import Options
from switchboard.local.replay.persisting import persist
from switchboard.local.replay.played import Played
from switchboard.local.replay.visitor import Visitor


@dataclass(frozen=True)
class Collector:
    """Reads what is stored of a replay.

    Attributes:
        marks: where the logs ended before it began.
    """

    options: Options
    agent: Agent
    reader: KafkaReader
    marks: Marks
    audience: Sequence[tuple[Played, Visitor]]

    async def collect(self) -> Evidence:
        """Database, API and Kafka, in that order.

        Raises:
            ReplayError: one of them is away for longer than the patience lasts.
        """
        ids = [played.conversation_id for played, _ in self.audience]
        analysed = await self._analysed(ids)
        patience = self.options.patience
        read = partial(read_database, self.options.database("conversation"), ids)
        database = await persist(read, patience, "PostgreSQL")
        numbers = (database.seqs, database.public_seqs)
        shown = await read_api(self.agent, self.audience, *numbers)
        records = await persist(partial(self.reader.since, self.marks), patience, "Kafka")
        if self.options.analysis:
            ours = set(ids)
            analysed["Kafka"] = [key for key in completed_analyses(records) if key in ours]
        views = (*shown, *holdings(records, ids, *numbers))
        return Evidence(database, views, records, analysed)

    async def _analysed(self, ids: list[UUID]) -> dict[str, list[UUID]]:
        if not self.options.analysis:
            return {}
        patience = self.options.patience
        shown = await finished_analyses(self.agent, ids, patience)
        read = partial(read_analyses, self.options.database("analysis"), ids)
        return {"API": shown, "database": await persist(read, patience, "PostgreSQL")}
