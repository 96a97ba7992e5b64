"""The conversation service's processes: `consume` and the step `migrate`."""

import asyncio
import sys
from dataclasses import fields
from datetime import timedelta

from switchboard.conversation import consumers
from switchboard.conversation.model.facts import Limits
from switchboard.conversation.settings import Settings
from switchboard.runtime.consuming import consume
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import Readiness, run

SERVICE = "conversation"


def main(arguments: list[str]) -> int:
    """Run the process that is named; 2 if there is no such process."""
    settings = Settings()
    if arguments == ["migrate"]:
        asyncio.run(migrate(settings.database_url, "switchboard.conversation"))
        return 0
    if arguments == ["consume"]:
        run(settings, lambda readiness: _consume(settings, readiness))
    sys.stderr.write("usage: python -m switchboard.conversation consume | migrate\n")
    return 2


async def _consume(settings: Settings, readiness: Readiness) -> None:
    names = [field.name for field in fields(Limits)]
    seconds = {name: getattr(settings, f"{name}_seconds") for name in names}
    limits = Limits(**{name: timedelta(seconds=value) for name, value in seconds.items()})
    await consume(
        settings,
        SERVICE,
        readiness,
        decider=consumers.decider(limits),
        projectors=consumers.PROJECTORS,
        needed_first=consumers.NEEDED_FIRST,
    )
