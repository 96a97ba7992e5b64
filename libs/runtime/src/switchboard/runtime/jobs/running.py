"""One job, from its taking to its end: run, store the result, say it."""

import asyncio
import time
from collections.abc import Mapping

import structlog

from switchboard.runtime.jobs.handler import JobHandler, NotYetError, Result
from switchboard.runtime.jobs.job import Job, JsonObject
from switchboard.runtime.jobs.leases import Leases

_LONGEST_BACK_OFF_SECONDS = 60.0
_NOT_YET_SECONDS = 0.5


class Running:
    """Carries single jobs out; what fails is tried again, put back or given up, never forgotten."""

    def __init__(
        self, leases: Leases, handlers: Mapping[str, JobHandler], back_off_seconds: float
    ) -> None:
        self._leases = leases
        self._handlers = handlers
        self._back_off_seconds = back_off_seconds
        self._log = structlog.get_logger("jobs")

    async def work(self, job: Job) -> None:
        """Do what is left to do for a job that was taken."""
        handler = self._handlers[job.kind]
        result = job.result or await self._result(handler, job)
        if result is not None:
            await self._say(handler, job, result)

    async def _result(self, handler: JobHandler, job: Job) -> JsonObject | None:
        """The result to say now, if there is one."""
        if self._is_over(handler, job):
            return await self._store(job, handler.given_up(job, "too_often"), "too_often")
        seconds = min(handler.limit_seconds, job.seconds_left or handler.limit_seconds)
        began_at = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                found = await handler.run(job)
        except NotYetError as error:
            return await self._wait(handler, job, error.code)
        except Exception as error:  # noqa: BLE001 - whatever fails is tried again or given up
            return await self._failed(handler, job, error, time.monotonic() - began_at)
        return await self._store(job, found, None)

    def _is_over(self, handler: JobHandler, job: Job) -> bool:
        late = job.seconds_left is not None and job.seconds_left <= 0
        return late or job.attempts > handler.most_attempts

    async def _wait(self, handler: JobHandler, job: Job, code: str) -> JsonObject | None:
        if job.seconds_left is not None and job.seconds_left <= _NOT_YET_SECONDS:
            return await self._store(job, handler.given_up(job, code), code)
        await self._leases.put_back(job, code, _NOT_YET_SECONDS, counted=False)
        return None

    async def _failed(
        self, handler: JobHandler, job: Job, error: Exception, took: float
    ) -> JsonObject | None:
        code = type(error).__name__
        pause = self._back_off(job)
        late = job.seconds_left is not None and took + pause >= job.seconds_left
        last = late or job.attempts >= handler.most_attempts
        self._log.warning(
            "job failed",
            kind=job.kind,
            job_id=str(job.id),
            code=code,
            attempt=job.attempts,
            last=last,
            exc_info=None if isinstance(error, TimeoutError) else error,
        )
        if last:
            return await self._store(job, handler.given_up(job, code), code)
        await self._leases.put_back(job, code, pause)
        return None

    async def _store(self, job: Job, found: Result, code: str | None) -> JsonObject | None:
        stored = await self._leases.store_result(job, found.body, found.not_before, code)
        return stored.result

    async def _say(self, handler: JobHandler, job: Job, result: JsonObject) -> None:
        try:
            await handler.say(job, result)
        except ValueError as error:
            # No later attempt can say it either; whoever waits for it has a deadline of their own.
            self._log.error("cannot be said", kind=job.kind, job_id=str(job.id), exc_info=error)
            await self._leases.finish(job, "cannot_be_said")
            return
        except Exception as error:  # noqa: BLE001 - what was found is said, however late
            code = type(error).__name__
            self._log.warning("not said yet", kind=job.kind, job_id=str(job.id), exc_info=error)
            await self._leases.put_back(job, code, self._back_off(job))
            return
        await self._leases.finish(job)

    def _back_off(self, job: Job) -> float:
        """Doubled with each attempt, up to a minute."""
        exponent = min(job.attempts - 1, 16)
        return float(min(self._back_off_seconds * 2**exponent, _LONGEST_BACK_OFF_SECONDS))
