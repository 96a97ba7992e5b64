"""The ticketing service's processes: `consume` and the step `migrate`."""

import asyncio
import sys

from switchboard.runtime.consuming import consume
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness, run
from switchboard.ticketing import consumers
from switchboard.ticketing.model.facts import Limits
from switchboard.ticketing.settings import Settings

SERVICE = "ticketing"

_FETCH_EVERY_SECONDS = 0.05
_FETCH_AFTER_MUCH_SECONDS = 0.2
"""Under load a ticket comes this much later at most; nearly all that is heard is passed over."""


def main(arguments: list[str]) -> int:
    """Run the process that is named; 2 if there is no such process."""
    settings = Settings()
    if arguments == ["migrate"]:
        asyncio.run(migrate(settings.database_url, "switchboard.ticketing"))
        return 0
    if arguments == ["consume"]:
        run(settings, lambda readiness: _consume(settings, readiness))
    sys.stderr.write("usage: python -m switchboard.ticketing consume | migrate\n")
    return 2


async def _consume(settings: Settings, readiness: Readiness) -> None:
    limits = Limits(most_tickets=settings.most_tickets)
    await consume(
        settings,
        SERVICE,
        readiness,
        decider=consumers.decider(limits),
        translators=consumers.TRANSLATORS,
        fetch_every_seconds=_FETCH_EVERY_SECONDS,
        fetch_after_much_seconds=_FETCH_AFTER_MUCH_SECONDS,
    )
