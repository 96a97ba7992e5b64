"""Storing and cancelling jobs inside the engine's transaction."""

import json
from collections.abc import Sequence
from uuid import UUID

from switchboard.runtime.jobs.job import NewJob
from switchboard.runtime.roles import Connection

CHANNEL = "switchboard_job"
"""Where workers hear of new jobs (the lane's name) and of cancelled ones (`CANCELLED`)."""

CANCELLED = "cancelled"

_ADD = """
INSERT INTO job (job_id, kind, lane, key, payload, give_up_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[],
    $6::timestamptz[])
ON CONFLICT (job_id) DO NOTHING
"""

_CANCEL = """
UPDATE job SET finished_at = now(), cancelled = true
WHERE job_id = ANY($1::uuid[]) AND result IS NULL AND finished_at IS NULL
"""

_NOTIFY = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload"


async def add_jobs(connection: Connection, jobs: Sequence[NewJob]) -> None:
    """Store jobs and wake the workers of their lanes when the transaction commits."""
    if not jobs:
        return
    rows = [
        (job.id, job.kind, job.lane.value, job.key, json.dumps(dict(job.payload)), job.give_up_at)
        for job in jobs
    ]
    await connection.execute(_ADD, *(list(column) for column in zip(*rows, strict=True)))
    lanes = sorted({job.lane.value for job in jobs})
    await connection.execute(_NOTIFY, CHANNEL, lanes)


async def cancel_jobs(connection: Connection, ids: Sequence[UUID]) -> None:
    """Take jobs back; the run of one under way is cancelled as soon as the transaction commits.

    A job that has its result already is not taken back: what was found is said, and whoever hears
    it decides whether it still counts.
    """
    if not ids:
        return
    await connection.execute(_CANCEL, list(ids))
    await connection.execute(_NOTIFY, CHANNEL, [CANCELLED])
