"""Analyses by conversation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from switchboard.analysis.model.analyses import Analyses, Analysis, AnalysisState
from switchboard.contracts.events.analysis import AnalysisCompleted, AnalysisFailed
from switchboard.runtime.roles import Change, Connection

if TYPE_CHECKING:
    from uuid import UUID

_LOAD = """
SELECT DISTINCT ON (conversation_id) conversation_id, analysis_version, analysis_id, public_seq,
    requested_by, state, started_at, ended_at
FROM analysis WHERE conversation_id = ANY($1::uuid[])
ORDER BY conversation_id, analysis_version DESC
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
    """The newest analysis of each of these conversations, of those that have any."""
    rows = await connection.fetch(_LOAD, keys)
    return {
        str(row["conversation_id"]): Analyses(row["conversation_id"], _analysis(row))
        for row in rows
    }


async def save_analyses(connection: Connection, changes: Sequence[Change[Analyses]]) -> None:
    """Store each version as the last change of the poll left it."""
    rows: dict[tuple[UUID, int], tuple[Any, ...]] = {}
    for change in changes:
        if change.after.newest is not None and change.says:
            row = _row(change, change.after.newest)
            rows[change.after.conversation_id, change.after.newest.version] = row
    if rows:
        columns = zip(*rows.values(), strict=True)
        await connection.execute(_SAVE, *(list(column) for column in columns))


def _row(change: Change[Analyses], analysis: Analysis) -> tuple[Any, ...]:
    fact = change.says[-1].message
    return (
        change.after.conversation_id,
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


def _analysis(row: Any) -> Analysis:
    return Analysis(
        id=row["analysis_id"],
        version=row["analysis_version"],
        public_seq=row["public_seq"],
        requested_by=row["requested_by"],
        started_at=row["started_at"],
        state=AnalysisState(row["state"]),
        ended_at=row["ended_at"],
    )
