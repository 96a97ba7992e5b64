"""Which jobs a change of runs calls for, and which it takes back."""

from collections.abc import Sequence
from uuid import UUID

from switchboard.assistant.model.run import Run, Runs, RunState
from switchboard.runtime.jobs import Lane, NewJob
from switchboard.runtime.roles import Change

ANSWER = "answer"
"""The kind of job that looks for the answer of one turn."""


def new_jobs(changes: Sequence[Change[Runs]]) -> list[NewJob]:
    """A job for each run that began."""
    return [
        _job(change.after.conversation_id, change.after.newest)
        for change in changes
        if change.after.newest is not None
        and change.after.newest.is_running
        and _job_of(change.before) != change.after.newest.job_id
    ]


def cancelled_jobs(changes: Sequence[Change[Runs]]) -> list[UUID]:
    """The jobs of runs that were stopped, or overtaken by a newer turn."""
    jobs = [_ended_job(change) for change in changes]
    return [job for job in jobs if job is not None]


def _ended_job(change: Change[Runs]) -> UUID | None:
    before, after = change.before.newest if change.before else None, change.after.newest
    if before is None or after is None or not before.is_running:
        return None
    overtaken = after.job_id != before.job_id
    return before.job_id if overtaken or after.state is RunState.STOPPED else None


def _job_of(runs: Runs | None) -> UUID | None:
    return runs.newest.job_id if runs is not None and runs.newest is not None else None


def _job(conversation_id: UUID, run: Run) -> NewJob:
    payload = {
        "turn": run.turn,
        "epoch": run.epoch,
        "answered": run.answered_public_seq,
        "asked": run.answer_up_to_public_seq,
        "transcript": run.transcript_public_seq,
    }
    return NewJob(
        run.job_id, ANSWER, Lane.LIVE, str(conversation_id), payload, give_up_at=run.give_up_at
    )
