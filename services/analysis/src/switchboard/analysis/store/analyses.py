"""Analyses by conversation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from switchboard.analysis.model.analyses import Analyses, Analysis, AnalysisState
from switchboard.contracts.events.analysis import (
    AnalysisCompleted,
    AnalysisFailed,
    AnalysisStarted,
)
from switchboard.contracts.message import Message
from switchboard.runtime.roles import Change, Connection

_OF_ONE = (AnalysisStarted, AnalysisCompleted, AnalysisFailed)
"""What is stated of one version."""

_LOAD = """
SELECT DISTINCT ON (asked.key) asked.key, analysis_version, analysis_id, public_seq,
    requested_by, state, started_at, ended_at, erased.key IS NOT NULL AS erased
FROM unnest($1::text[]) AS asked (key)
LEFT JOIN analysis ON analysis.conversation_id = asked.key::uuid
LEFT JOIN erased_key AS erased ON erased.key = asked.key
WHERE analysis.conversation_id IS NOT NULL OR erased.key IS NOT NULL
ORDER BY asked.key, analysis_version DESC
"""

_SAVE = """
INSERT INTO analysis (conversation_id, analysis_version, analysis_id, public_seq, requested_by,
    state, started_at, ended_at, result, code)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::int[], $5::uuid[], $6::text[],
    $7::timestamptz[], $8::timestamptz[], $9::jsonb[], $10::text[])
ON CONFLICT (conversation_id, analysis_version) DO UPDATE
SET state = excluded.state, ended_at = excluded.ended_at, result = excluded.result,
    code = excluded.code
"""


async def load_analyses(connection: Connection, keys: Sequence[str]) -> dict[str, Analyses]:
    """What is known of these conversations, of those of which anything is."""
    rows = await connection.fetch(_LOAD, list(keys))
    return {row["key"]: Analyses(UUID(row["key"]), _analysis(row), row["erased"]) for row in rows}


async def save_analyses(connection: Connection, changes: Sequence[Change[Analyses]]) -> None:
    """Store each version as the last change of the poll left it."""
    rows: dict[tuple[UUID, int], tuple[Any, ...]] = {}
    for change in changes:
        facts = [say.message for say in change.says if isinstance(say.message, _OF_ONE)]
        if change.after.newest is not None and facts:
            row = _row(change.after.conversation_id, change.after.newest, facts[-1])
            rows[change.after.conversation_id, change.after.newest.version] = row
    if rows:
        columns = zip(*rows.values(), strict=True)
        await connection.execute(_SAVE, *(list(column) for column in columns))


def _row(conversation_id: UUID, analysis: Analysis, fact: Message) -> tuple[Any, ...]:
    return (
        conversation_id,
        analysis.version,
        analysis.id,
        analysis.public_seq,
        analysis.requested_by,
        analysis.state.value,
        analysis.started_at,
        analysis.ended_at,
        fact.model_dump_json() if isinstance(fact, AnalysisCompleted) else None,
        fact.code if isinstance(fact, AnalysisFailed) else None,
    )


def _analysis(row: Any) -> Analysis | None:
    if row["analysis_id"] is None:
        return None
    return Analysis(
        id=row["analysis_id"],
        version=row["analysis_version"],
        public_seq=row["public_seq"],
        requested_by=row["requested_by"],
        started_at=row["started_at"],
        state=AnalysisState(row["state"]),
        ended_at=row["ended_at"],
    )
