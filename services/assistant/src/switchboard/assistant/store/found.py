"""What runs have found, as it stands in their jobs, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from switchboard.assistant.model.facts import Provenance
from switchboard.assistant.model.finding import Finding, HandOff, Reply, Ticket
from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.words import HandOffReason
from switchboard.runtime.roles import Connection

_LOAD = """
SELECT job.job_id, job.result FROM run JOIN job USING (job_id)
WHERE run.conversation_id = ANY($1::uuid[]) AND job.result IS NOT NULL
"""


async def provenance_of(
    connection: Connection, conversations: Sequence[UUID]
) -> dict[UUID, Provenance]:
    """Who found what in the runs of these conversations, by job."""
    if not conversations:
        return {}
    rows = await connection.fetch(_LOAD, list(conversations))
    return {row["job_id"]: _provenance(json.loads(row["result"])) for row in rows}


def written(finding: Finding, engine: str) -> dict[str, Any]:
    """A finding as it is stored."""
    if isinstance(finding, HandOff):
        return {"engine": engine, "hand_off": finding.reason.value}
    sources = [source.model_dump() for source in finding.sources]
    found: dict[str, Any] = {"engine": engine, "text": finding.text, "sources": sources}
    return found | ({"ticket": asdict(finding.ticket)} if finding.ticket else {})


def read(stored: Mapping[str, Any]) -> Finding:
    """A stored finding."""
    if "hand_off" in stored:
        return HandOff(HandOffReason(stored["hand_off"]))
    ticket = Ticket(**stored["ticket"]) if "ticket" in stored else None
    return Reply(stored["text"], _sources(stored), ticket)


def _provenance(stored: Mapping[str, Any]) -> Provenance:
    return Provenance(stored["engine"], _sources(stored))


def _sources(stored: Mapping[str, Any]) -> tuple[Citation, ...]:
    return tuple(Citation(**source) for source in stored.get("sources", ()))
