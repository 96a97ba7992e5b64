"""A worker: takes jobs, runs several at a time under leases that it renews, says their results."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import asyncpg
import structlog

from switchboard.runtime.jobs.handler import JobHandler
from switchboard.runtime.jobs.job import Job, Lane
from switchboard.runtime.jobs.leases import Leases
from switchboard.runtime.jobs.running import Running
from switchboard.runtime.jobs.waking import Waking
from switchboard.runtime.process import ProcessStopped

if TYPE_CHECKING:
    from uuid import UUID

_RENEWALS_A_LEASE = 3
_SHORTEST_WAIT_SECONDS = 0.01
_FORGET_EVERY_SECONDS = 3_600.0
_UNREACHABLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """Plain values.

    Attributes:
        slots: how many jobs are run at a time.
        lease_seconds: how long a dead worker's jobs wait for another.
        poll_seconds: the longest wait for a job of which nothing was heard.
        back_off_seconds: before the second attempt; doubled for each one after.
        kept: how long a job that has ended is kept, its result included.
    """

    lane: Lane
    slots: int = 16
    lease_seconds: float = 6.0
    poll_seconds: float = 2.0
    back_off_seconds: float = 0.5
    kept: timedelta = timedelta(days=30)


@dataclass(slots=True)
class _Held:
    """A job that this worker runs, and when its lease ends by this process's own clock."""

    job: Job
    task: "asyncio.Task[None]"
    until: float


class Worker:
    """Runs the jobs of one lane.

    Args:
        settings: plain values.
        pool: of the service's database; one connection of it is kept for listening.
        handlers: one a kind; jobs of other kinds are left to others.
    """

    def __init__(
        self, settings: WorkerSettings, pool: asyncpg.Pool, handlers: Sequence[JobHandler]
    ) -> None:
        self._settings = settings
        self._pool = pool
        kinds = {handler.kind: handler for handler in handlers}
        self._leases = Leases(pool, settings.lane, list(kinds), settings.lease_seconds)
        self._running = Running(self._leases, kinds, settings.back_off_seconds)
        self._held: dict[UUID, _Held] = {}
        self._log = structlog.get_logger("jobs")
        self.ready = False

    async def run(self) -> None:
        """Work until cancelled.

        Raises:
            ProcessStopped: the database cannot be had; runs under way are left to their leases.
        """
        try:
            async with Waking(self._pool, self._settings.lane) as waking:
                self._waking = waking
                self.ready = True
                await self._until_something_ends()
        except _UNREACHABLE as error:
            raise ProcessStopped(f"no database: {error!r}") from error
        except ExceptionGroup as errors:
            if errors.split(_UNREACHABLE)[1] is not None:
                raise
            raise ProcessStopped(f"no database: {errors.exceptions[0]!r}") from errors
        finally:
            self.ready = False

    async def _until_something_ends(self) -> None:
        try:
            async with asyncio.TaskGroup() as self._group:
                self._group.create_task(self._take_for_ever())
                self._group.create_task(self._renew_for_ever())
                self._group.create_task(self._end_when_deaf())
                self._group.create_task(self._forget_for_ever())
        finally:
            with suppress(*_UNREACHABLE):  # then their leases run out
                await self._leases.release([held.job for held in self._held.values()])

    async def _take_for_ever(self) -> None:
        while True:
            self._waking.jobs.clear()
            free = self._settings.slots - len(self._held)
            asked_at = time.monotonic()
            jobs = await self._leases.take(free) if free else []
            for job in jobs:
                self._begin(job, asked_at + self._settings.lease_seconds)
            if len(jobs) < free or not free:
                await self._wait(full=not self._settings.slots - len(self._held))

    async def _wait(self, *, full: bool) -> None:
        """Until a job is announced, is due, has ended and left a slot, or some time has passed."""
        due = None if full else await self._leases.next_in()
        longest = self._settings.poll_seconds
        seconds = longest if due is None else min(max(due, _SHORTEST_WAIT_SECONDS), longest)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._waking.jobs.wait()

    def _begin(self, job: Job, until: float) -> None:
        task = self._group.create_task(self._running.work(job))
        self._held[job.id] = held = _Held(job, task, until)
        task.add_done_callback(lambda _: self._ended(held))

    def _ended(self, held: _Held) -> None:
        if not held.task.cancelled() and self._held.get(held.job.id) is held:
            del self._held[held.job.id]
        self._waking.jobs.set()

    async def _renew_for_ever(self) -> None:
        """Renew all leases in good time, and at once when a job was taken back."""
        pause = self._settings.lease_seconds / _RENEWALS_A_LEASE
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._waking.cancelled.wait()
            self._waking.cancelled.clear()
            if self._held:
                await self._renew(list(self._held.values()))

    async def _renew(self, held: Sequence[_Held]) -> None:
        asked_at = time.monotonic()
        kept: set[UUID] = set()
        with suppress(*_UNREACHABLE):
            async with asyncio.timeout(self._settings.lease_seconds / _RENEWALS_A_LEASE):
                kept = await self._leases.renew([one.job for one in held])
                self._drop([one for one in held if one.job.id not in kept])
        for one in held:
            if one.job.id in kept:
                one.until = asked_at + self._settings.lease_seconds
        now = time.monotonic()
        self._drop([one for one in held if one.until <= now])

    def _drop(self, lost: Sequence[_Held]) -> None:
        """Cancel runs that are not this worker's any more."""
        for one in lost:
            if self._held.get(one.job.id) is one:
                self._log.info("run cancelled", kind=one.job.kind, job_id=str(one.job.id))
                del self._held[one.job.id]
                one.task.cancel()

    async def _forget_for_ever(self) -> None:
        while True:
            await self._leases.forget(self._settings.kept)
            await asyncio.sleep(_FORGET_EVERY_SECONDS)

    async def _end_when_deaf(self) -> None:
        await self._waking.lost.wait()
        raise ConnectionError("the listening connection ended")
