"""The notification service's processes: `consume` and the step `migrate`."""

import asyncio
import sys
from datetime import timedelta

from switchboard.notification import consumers
from switchboard.notification.model.facts import Limits
from switchboard.notification.settings import Settings
from switchboard.runtime.consuming import consume
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness, run

SERVICE = "notification"

_FETCH_EVERY_SECONDS = 0.05
"""Under load a call for help comes this much later at most; nearly all that is heard is passed
over."""


def main(arguments: list[str]) -> int:
    """Run the process that is named; 2 if there is no such process."""
    settings = Settings()
    if arguments == ["migrate"]:
        asyncio.run(migrate(settings.database_url, "switchboard.notification"))
        return 0
    if arguments == ["consume"]:
        run(settings, lambda readiness: _consume(settings, readiness))
    sys.stderr.write("usage: python -m switchboard.notification consume | migrate\n")
    return 2


async def _consume(settings: Settings, readiness: Readiness) -> None:
    limits = Limits(settings.most_open, timedelta(seconds=settings.arrival_seconds))
    await consume(
        settings,
        SERVICE,
        readiness,
        decider=consumers.decider(limits),
        translators=consumers.TRANSLATORS,
        fetch_every_seconds=_FETCH_EVERY_SECONDS,
    )
