"""Slow outside work: stored in the engine's transaction, run under a lease, its result said once.

A decider stores jobs with `add_jobs` and takes them back with `cancel_jobs`; a `work` process runs
them with `work`.
"""

from switchboard.runtime.jobs.handler import JobHandler, NotYetError, Result
from switchboard.runtime.jobs.job import Job, JsonObject, Lane, NewJob
from switchboard.runtime.jobs.storing import add_jobs, cancel_jobs
from switchboard.runtime.jobs.worker import Worker, WorkerSettings
from switchboard.runtime.jobs.working import work

__all__ = [
    "Job",
    "JobHandler",
    "JsonObject",
    "Lane",
    "NewJob",
    "NotYetError",
    "Result",
    "Worker",
    "WorkerSettings",
    "add_jobs",
    "cancel_jobs",
    "work",
]
