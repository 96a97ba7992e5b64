"""The gateway's `consume` process in the test's own, which a test can stop and start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from switchboard.gateway.consumers.projectors import PROJECTORS
from switchboard.gateway.consumers.team import TeamDecider
from switchboard.runtime.consuming import consume
from switchboard.runtime.process import Readiness
from switchboard.runtime.settings import ProcessSettings


@dataclass
class Reading:
    """The projection."""

    settings: ProcessSettings
    task: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Project from where it stopped."""
        readiness = Readiness()
        work = consume(
            self.settings, "gateway", readiness, decider=TeamDecider(), projectors=PROJECTORS
        )
        self.task = asyncio.ensure_future(work)
        async with asyncio.timeout(30):
            while not readiness.check():
                assert not self.task.done(), self.task.exception()
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """Project nothing."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait({self.task})


@asynccontextmanager
async def a_read_model(settings: ProcessSettings) -> AsyncIterator[Reading]:
    """A projection that runs."""
    reading = Reading(settings)
    await reading.start()
    try:
        yield reading
    finally:
        await reading.stop()
