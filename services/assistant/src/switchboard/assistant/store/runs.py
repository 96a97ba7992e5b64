"""Runs by conversation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from switchboard.assistant.model.run import Run, Runs, RunState
from switchboard.runtime.roles import Change, Connection

_LOAD = """
SELECT DISTINCT ON (asked.id) asked.id, coalesce(control.stopped_before_epoch, 0) AS stopped,
    run.turn, run.epoch, run.answer_up_to_public_seq, run.answered_public_seq,
    run.transcript_public_seq, run.job_id, run.state, run.outcome, run.started_at,
    run.ended_at, coalesce(job.give_up_at, run.started_at) AS give_up_at
FROM unnest($1::uuid[]) AS asked (id)
LEFT JOIN conversation_control AS control ON control.conversation_id = asked.id
LEFT JOIN run ON run.conversation_id = asked.id
LEFT JOIN job ON job.job_id = run.job_id
WHERE control.conversation_id IS NOT NULL OR run.conversation_id IS NOT NULL
ORDER BY asked.id, run.turn DESC
"""

_SAVE_RUNS = """
INSERT INTO run (conversation_id, turn, epoch, answer_up_to_public_seq, answered_public_seq,
    transcript_public_seq, job_id, state, outcome, started_at, ended_at)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::uuid[],
    $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[])
ON CONFLICT (conversation_id, turn) DO UPDATE
SET state = excluded.state, outcome = excluded.outcome, ended_at = excluded.ended_at
"""

_SAVE_CONTROL = """
INSERT INTO conversation_control (conversation_id, stopped_before_epoch)
SELECT * FROM unnest($1::uuid[], $2::int[])
ON CONFLICT (conversation_id) DO UPDATE SET stopped_before_epoch = excluded.stopped_before_epoch
"""


async def load_runs(connection: Connection, ids: Sequence[UUID]) -> dict[str, Runs]:
    """The newest runs of these conversations, of those that are known."""
    rows = await connection.fetch(_LOAD, list(ids)) if ids else []
    return {str(row["id"]): Runs(row["id"], row["stopped"], _run(row)) for row in rows}


async def save_runs(connection: Connection, changes: Sequence[Change[Runs]]) -> None:
    """Store every run that began or ended, and from which epoch on runs may start.

    Several changes of one conversation in a poll are stored by their last word on each turn.
    """
    control = {change.after.conversation_id: change.after for change in changes}
    await connection.execute(
        _SAVE_CONTROL, list(control), [runs.stopped_before_epoch for runs in control.values()]
    )
    rows = list(_last_word(changes).items())
    if rows:
        columns = zip(*(_row(conversation, run) for (conversation, _), run in rows), strict=True)
        await connection.execute(_SAVE_RUNS, *(list(column) for column in columns))


def _last_word(changes: Sequence[Change[Runs]]) -> dict[tuple[UUID, int], Run]:
    runs: dict[tuple[UUID, int], Run] = {}
    for change in changes:
        after, before = change.after.newest, change.before.newest if change.before else None
        if before is not None and after is not None and before.turn != after.turn:
            ended = before.ended(RunState.STOPPED, after.started_at)
            runs[change.after.conversation_id, before.turn] = ended if before.is_running else before
        if after is not None:
            runs[change.after.conversation_id, after.turn] = after
    return runs


def _row(conversation_id: UUID, run: Run) -> tuple[Any, ...]:
    return (
        conversation_id,
        run.turn,
        run.epoch,
        run.answer_up_to_public_seq,
        run.answered_public_seq,
        run.transcript_public_seq,
        run.job_id,
        run.state.value,
        run.outcome,
        run.started_at,
        run.ended_at,
    )


def _run(row: Any) -> Run | None:
    if row["turn"] is None:
        return None
    return Run(
        turn=row["turn"],
        epoch=row["epoch"],
        answer_up_to_public_seq=row["answer_up_to_public_seq"],
        answered_public_seq=row["answered_public_seq"],
        transcript_public_seq=row["transcript_public_seq"],
        job_id=row["job_id"],
        started_at=row["started_at"],
        give_up_at=row["give_up_at"],
        state=RunState(row["state"]),
        outcome=row["outcome"],
        ended_at=row["ended_at"],
    )
