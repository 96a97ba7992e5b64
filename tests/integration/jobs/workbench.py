"""A database with jobs, handlers that write down what they did, and worker processes to kill."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg

from switchboard.runtime.database import connect_pool
from switchboard.runtime.jobs import (
    Job,
    JobHandler,
    JsonObject,
    Lane,
    NewJob,
    NotYetError,
    Result,
    Worker,
    WorkerSettings,
    add_jobs,
    cancel_jobs,
)

DONE_SECONDS = 20
LEASE_SECONDS = 1.5


class Writer:
    """A handler that notes each step in the table `deed`."""

    kind: ClassVar[str] = "write"
    limit_seconds: ClassVar[float] = 10.0
    most_attempts: ClassVar[int] = 3

    def __init__(self, pool: asyncpg.Pool, name: str) -> None:
        self._pool = pool
        self._name = name

    async def _note(self, job: Job, deed: str) -> None:
        await self._pool.execute(
            "INSERT INTO deed (job_id, deed, worker) VALUES ($1, $2, $3)", job.id, deed, self._name
        )

    async def run(self, job: Job) -> Result:
        await self._note(job, "began")
        try:
            await asyncio.sleep(job.payload.get("seconds", 0))
        except asyncio.CancelledError:
            await self._note(job, "cancelled")
            raise
        await self._note(job, "ran")
        if job.attempts <= job.payload.get("failures", 0):
            raise ValueError("not today")
        if job.created_at + timedelta(seconds=job.payload.get("waits", 0)) > datetime.now(UTC):
            raise NotYetError("nothing_there")
        held = timedelta(seconds=job.payload.get("held", 0))
        return Result({"by": self._name}, not_before=job.created_at + held)

    def given_up(self, job: Job, code: str) -> Result:
        return Result({"gave_up": code, "attempts": job.attempts})

    async def say(self, job: Job, result: JsonObject) -> None:
        if job.attempts <= job.payload.get("unsaid", 0):
            raise ConnectionError("nobody listens")
        await self._note(job, f"said {result.get('by', result.get('gave_up'))}")


@dataclass
class Workbench:
    """The jobs of one test."""

    url: str
    pool: asyncpg.Pool
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    async def add(
        self,
        count: int = 1,
        lane: Lane = Lane.LIVE,
        give_up_at: datetime | None = None,
        **payload: Any,
    ) -> list[UUID]:
        jobs = [
            NewJob(uuid4(), Writer.kind, lane, "key", payload, give_up_at) for _ in range(count)
        ]
        await self._in_transaction(lambda connection: add_jobs(connection, jobs))
        return [job.id for job in jobs]

    async def cancel(self, *ids: UUID) -> None:
        await self._in_transaction(lambda connection: cancel_jobs(connection, ids))

    async def _in_transaction(self, act: Callable[[Any], Awaitable[None]]) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await act(connection)

    def worker(self, name: str = "one", **settings: Any) -> Worker:
        wanted: dict[str, Any] = {
            "lane": Lane.LIVE,
            "lease_seconds": LEASE_SECONDS,
            "back_off_seconds": 0.05,
        }
        handlers: list[JobHandler] = [Writer(self.pool, name)]
        return Worker(WorkerSettings(**wanted | settings), self.pool, handlers)

    @asynccontextmanager
    async def working(self, name: str = "one", **settings: Any) -> AsyncIterator[Worker]:
        worker = self.worker(name, **settings)
        task = asyncio.create_task(worker.run())
        while not worker.ready:  # noqa: ASYNC110 - readiness is asked for, never announced
            await asyncio.sleep(0.01)
        try:
            yield worker
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def start_process(self, name: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.jobs.workbench", self.url, name],
            env=os.environ | {"PYTHONPATH": os.getcwd()},  # noqa: PTH109 - the tests' own root
        )
        self.processes.append(process)
        return process

    async def end(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            await asyncio.to_thread(process.wait, 10)

    async def deeds(self, job: UUID) -> list[str]:
        rows = await self.pool.fetch("SELECT deed FROM deed WHERE job_id = $1 ORDER BY id", job)
        return [row["deed"] for row in rows]

    async def row(self, job: UUID) -> Any:
        return await self.pool.fetchrow("SELECT * FROM job WHERE job_id = $1", job)

    async def until_finished(self, *jobs: UUID) -> None:
        async with asyncio.timeout(DONE_SECONDS):
            while await self.pool.fetchval(  # noqa: ASYNC110 - only the database knows
                "SELECT count(*) FROM job WHERE job_id = ANY($1) AND finished_at IS NULL", jobs
            ):
                await asyncio.sleep(0.02)

    async def until_done(self, job: UUID, deed: str) -> None:
        async with asyncio.timeout(DONE_SECONDS):
            while deed not in await self.deeds(job):  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.02)


async def _process(url: str, name: str) -> None:
    pool = await connect_pool(url)
    await Workbench(url, pool).worker(name).run()


if __name__ == "__main__":
    asyncio.run(_process(sys.argv[1], sys.argv[2]))
