"""The analysis service's processes: `consume`, `work` and the step `migrate`."""

import asyncio
import sys

from switchboard.analysis import consumers, jobs
from switchboard.analysis.settings import Settings
from switchboard.runtime.commands_out import CommandSender
from switchboard.runtime.consuming import consume
from switchboard.runtime.database import connect_pool
from switchboard.runtime.jobs import Lane, WorkerSettings, work
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness, run

SERVICE = "analysis"

_FETCH_EVERY_SECONDS = 0.2
"""Nobody waits for an analysis: it begins after a close, and jobs take longer than this."""


def main(arguments: list[str]) -> int:
    """Run the process that is named; 2 if there is no such process."""
    settings = Settings()
    if arguments == ["migrate"]:
        asyncio.run(migrate(settings.database_url, "switchboard.analysis"))
        return 0
    if arguments == ["consume"]:
        run(settings, lambda readiness: _consume(settings, readiness))
    if arguments == ["work"]:
        run(settings, lambda readiness: _work(settings, readiness))
    sys.stderr.write("usage: python -m switchboard.analysis consume | work | migrate\n")
    return 2


async def _consume(settings: Settings, readiness: Readiness) -> None:
    await consume(
        settings,
        SERVICE,
        readiness,
        decider=consumers.decider(),
        translators=consumers.TRANSLATORS,
        projectors=consumers.PROJECTORS,
        fetch_every_seconds=_FETCH_EVERY_SECONDS,
    )


async def _work(settings: Settings, readiness: Readiness) -> None:
    pool = await connect_pool(settings.database_url)
    async with pool, CommandSender(settings, SERVICE) as sender:
        handler = jobs.analysing(pool, sender, seconds=settings.analysis_seconds)
        lane = WorkerSettings(Lane.BULK, slots=settings.analyses_at_a_time)
        await work(lane, pool, readiness, [handler])
