"""A `work` process: a worker with a service's handlers, wired to what the environment says."""

import os
from collections.abc import Sequence

import asyncpg

from switchboard.runtime.jobs.handler import JobHandler
from switchboard.runtime.jobs.job import Lane
from switchboard.runtime.jobs.worker import Worker, WorkerSettings
from switchboard.runtime.process import Readiness

_BULK_NICENESS = 10
"""Where a core is wanted by both, what nobody waits for goes second."""


async def work(
    settings: WorkerSettings,
    pool: asyncpg.Pool,
    readiness: Readiness,
    handlers: Sequence[JobHandler],
) -> None:
    """Run jobs until cancelled.

    Args:
        settings: the lane, and how many at a time.
        pool: of the service's database.
        readiness: told when the worker listens.
        handlers: one a kind of job.

    Raises:
        ProcessStopped: the process has to start again.
    """
    if settings.lane is Lane.BULK:
        os.nice(_BULK_NICENESS)
    worker = Worker(settings, pool, handlers)
    readiness.check = lambda: worker.ready
    await worker.run()
