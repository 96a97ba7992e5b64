"""The assistant's processes: `consume`, `work` and the step `migrate`."""

import asyncio
import sys
from datetime import timedelta

from switchboard.assistant import consumers, jobs
from switchboard.assistant.model.facts import Limits
from switchboard.assistant.settings import Settings
from switchboard.runtime.commands_out import CommandSender
from switchboard.runtime.consuming import consume
from switchboard.runtime.database import connect_pool
from switchboard.runtime.jobs import Lane, WorkerSettings, work
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness, run

SERVICE = "assistant"

_FETCH_EVERY_SECONDS = 0.05
"""Under load a run begins this much later at most; it takes far longer than that."""


def main(arguments: list[str]) -> int:
    """Run the process that is named; 2 if there is no such process."""
    settings = Settings()
    if arguments == ["migrate"]:
        asyncio.run(migrate(settings.database_url, "switchboard.assistant"))
        return 0
    if arguments == ["consume"]:
        run(settings, lambda readiness: _consume(settings, readiness))
    if arguments == ["work"]:
        run(settings, lambda readiness: _work(settings, readiness))
    sys.stderr.write("usage: python -m switchboard.assistant consume | work | migrate\n")
    return 2


async def _consume(settings: Settings, readiness: Readiness) -> None:
    limits = Limits(run=timedelta(seconds=settings.run_seconds))
    await consume(
        settings,
        SERVICE,
        readiness,
        decider=consumers.decider(limits),
        translators=consumers.TRANSLATORS,
        projectors=consumers.PROJECTORS,
        fetch_every_seconds=_FETCH_EVERY_SECONDS,
    )


async def _work(settings: Settings, readiness: Readiness) -> None:
    pool = await connect_pool(settings.database_url)
    async with pool, CommandSender(settings, SERVICE) as sender:
        handler = jobs.answering(
            pool,
            sender,
            run_seconds=settings.run_seconds,
            least_confidence=settings.least_confidence,
        )
        lane = WorkerSettings(Lane.LIVE, slots=settings.runs_at_a_time)
        await work(lane, pool, readiness, [handler])
