"""One process of a service: logs, signals, health, and an end that a supervisor understands."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

import structlog

from switchboard.runtime.broker import wait_for_kafka
from switchboard.runtime.health import answering_health
from switchboard.runtime.logs import set_up_logs
from switchboard.runtime.settings import ProcessSettings


class ProcessStopped(Exception):  # noqa: N818 - an orderly end, not a mistake
    """The process has to end and start again; its text says why."""


@dataclass
class Readiness:
    """Whether the process does its work; asked by `/readyz`."""

    check: Callable[[], bool] = field(default=lambda: False)

    def __call__(self) -> bool:
        """Ask now."""
        return self.check()


def run(settings: ProcessSettings, body: Callable[[Readiness], Awaitable[None]]) -> None:
    """Run `body` until it ends, a signal asks for the end, or it has to stop.

    Args:
        settings: what the environment says.
        body: does the work; sets `Readiness.check` once it can tell; is cancelled by SIGTERM.

    Exits with 0 after a signal and with 1 when the body stopped by itself.
    """
    set_up_logs(settings.log_format, settings.log_level)
    import uvloop  # noqa: PLC0415 - not to be had where no process of ours runs

    sys.exit(uvloop.run(_supervised(settings, body)))


async def _supervised(
    settings: ProcessSettings, body: Callable[[Readiness], Awaitable[None]]
) -> int:
    readiness = Readiness()
    asked = _end_asked_for()
    async with answering_health(settings.health_host, settings.health_port, readiness):
        work = asyncio.ensure_future(_after_kafka(settings, body, readiness))
        end = asyncio.ensure_future(asked.wait())
        await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
        return await _finish(work, end)


async def _after_kafka(
    settings: ProcessSettings, body: Callable[[Readiness], Awaitable[None]], readiness: Readiness
) -> None:
    await wait_for_kafka(settings)
    await body(readiness)


async def _finish(work: "asyncio.Future[None]", end: "asyncio.Future[Literal[True]]") -> int:
    log = structlog.get_logger("process")
    end.cancel()
    if not work.done():
        work.cancel()
        await asyncio.wait({work}, timeout=10)
        return 0
    if work.cancelled():
        return 0
    error = work.exception()
    if isinstance(error, ProcessStopped):
        log.warning("stopped", reason=str(error))
    elif error is not None:
        log.error("crashed", exc_info=error)
    return 1 if error is not None else 0


def _end_asked_for() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    return asked
