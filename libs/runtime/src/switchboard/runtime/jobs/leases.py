"""Taking, renewing and finishing jobs: one statement each, timed by the database's clock alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from switchboard.runtime.jobs.job import Job, JsonObject, Lane

_TAKE = """
WITH due AS (
    SELECT job_id FROM job
    WHERE lane = $1 AND finished_at IS NULL AND GREATEST(not_before, lease_until) <= now()
      AND kind = ANY($2::text[])
    ORDER BY GREATEST(not_before, lease_until) LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE job
SET lease_owner = $4, lease_until = now() + $5::interval, attempts = attempts + 1
FROM due WHERE job.job_id = due.job_id
RETURNING job.job_id, kind, key, payload, created_at, attempts, result,
    extract(epoch FROM give_up_at - now())::float8 AS seconds_left
"""

_NEXT = """
SELECT extract(epoch FROM min(GREATEST(not_before, lease_until)) - now())::float8
FROM job WHERE lane = $1 AND finished_at IS NULL AND kind = ANY($2::text[])
"""

_RENEW = """
UPDATE job SET lease_until = now() + $3::interval
FROM unnest($1::uuid[], $2::uuid[]) AS held (job_id, lease_owner)
WHERE job.job_id = held.job_id AND job.lease_owner = held.lease_owner AND finished_at IS NULL
RETURNING job.job_id
"""

_STORE_RESULT = """
UPDATE job
SET result = $2::jsonb, last_error = $3,
    not_before = coalesce($4::timestamptz, not_before),
    lease_owner = CASE WHEN $4::timestamptz > now() THEN NULL ELSE lease_owner END,
    lease_until = CASE WHEN $4::timestamptz > now() THEN NULL ELSE lease_until END
WHERE job_id = $1 AND result IS NULL AND finished_at IS NULL
RETURNING lease_owner IS NULL AS held_back
"""

_RESULT = """
SELECT result FROM job WHERE job_id = $1 AND finished_at IS NULL AND not_before <= now()
"""

_FINISH = """
UPDATE job SET finished_at = now(), last_error = coalesce($2, last_error)
WHERE job_id = $1 AND finished_at IS NULL
"""

_PUT_BACK = """
UPDATE job
SET lease_owner = NULL, lease_until = NULL, last_error = $3, not_before = now() + $4::interval,
    attempts = attempts - CASE WHEN $5 THEN 0 ELSE 1 END
WHERE job_id = $1 AND lease_owner = $2 AND finished_at IS NULL
"""

_RELEASE = """
UPDATE job SET lease_owner = NULL, lease_until = NULL, attempts = GREATEST(attempts - 1, 0)
FROM unnest($1::uuid[], $2::uuid[]) AS held (job_id, lease_owner)
WHERE job.job_id = held.job_id AND job.lease_owner = held.lease_owner AND finished_at IS NULL
"""

_FORGET = "DELETE FROM job WHERE finished_at < now() - $1::interval"


@dataclass(frozen=True, slots=True)
class ToSay:
    """What a job's row says of its result.

    Attributes:
        result: to be said now; None if somebody has said it, or it is to be said later.
    """

    result: JsonObject | None


class Leases:
    """The jobs of one lane, as one worker sees them."""

    def __init__(self, pool: asyncpg.Pool, lane: Lane, kinds: Sequence[str], lease: float) -> None:
        self._pool = pool
        self._lane = lane.value
        self._kinds = list(kinds)
        self._lease = timedelta(seconds=lease)

    async def take(self, most: int) -> list[Job]:
        """Take jobs that are due, the longest waiting first, for the length of a lease."""
        owner = uuid4()
        rows = await self._pool.fetch(_TAKE, self._lane, self._kinds, most, owner, self._lease)
        return [_job(row, owner) for row in rows]

    async def next_in(self) -> float | None:
        """Seconds until a job of the lane is due, if nothing changes; None without any."""
        seconds: float | None = await self._pool.fetchval(_NEXT, self._lane, self._kinds)
        return seconds

    async def renew(self, jobs: Sequence[Job]) -> set[UUID]:
        """Hold these for another length of a lease; returns the ids of those still held."""
        rows = await self._pool.fetch(_RENEW, *_pairs(jobs), self._lease)
        return {row["job_id"] for row in rows}

    async def store_result(
        self, job: Job, result: JsonObject, not_before: datetime | None, code: str | None
    ) -> ToSay:
        """Store a result unless there is one; the first writer wins, the others say what it wrote.

        A result that may be said only later is let go of, and taken again when it is time.
        """
        row = await self._pool.fetchrow(
            _STORE_RESULT, job.id, json.dumps(dict(result)), code, not_before
        )
        if row is not None:
            return ToSay(None if row["held_back"] else result)
        stored = await self._pool.fetchval(_RESULT, job.id)
        return ToSay(json.loads(stored) if stored else None)

    async def finish(self, job: Job, code: str | None = None) -> None:
        """The result has been said, or, with a code, never can be."""
        await self._pool.execute(_FINISH, job.id, code)

    async def put_back(self, job: Job, code: str, seconds: float, *, counted: bool = True) -> None:
        """Let go of a job until some time has passed; this attempt counts, or it does not."""
        pause = timedelta(seconds=seconds)
        await self._pool.execute(_PUT_BACK, job.id, job.lease, code, pause, counted)

    async def forget(self, kept: timedelta) -> None:
        """Delete jobs of every lane that ended longer ago than this."""
        await self._pool.execute(_FORGET, kept)

    async def release(self, jobs: Sequence[Job]) -> None:
        """Let go of these at once, as if they had not been taken."""
        if jobs:
            await self._pool.execute(_RELEASE, *_pairs(jobs))


def _pairs(jobs: Sequence[Job]) -> tuple[list[UUID], list[UUID]]:
    return [job.id for job in jobs], [job.lease for job in jobs]


def _job(row: Mapping[str, Any], owner: UUID) -> Job:
    return Job(
        id=row["job_id"],
        kind=row["kind"],
        key=row["key"],
        payload=json.loads(row["payload"]),
        created_at=row["created_at"],
        attempts=row["attempts"],
        seconds_left=row["seconds_left"],
        result=json.loads(row["result"]) if row["result"] else None,
        lease=owner,
    )
