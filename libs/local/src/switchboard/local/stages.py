"""The stages of a start that are over when they are done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from switchboard.local import web
from switchboard.local.environment import base_environment, is_demo, service_environment
from switchboard.local.errors import LocalError
from switchboard.local.fingerprint import fingerprint
from switchboard.local.part import output_of, spawn
from switchboard.local.processes import SERVICES
from switchboard.local.runnables import python_command
from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from switchboard.local.children import Command
    from switchboard.local.journal import Journal
    from switchboard.local.state import State


async def build_web(journal: Journal) -> None:
    """Build panel, widget and demo page, if anything changed."""
    for step in await asyncio.to_thread(web.steps, PROJECT / "web"):
        await run_once("web", step.command, journal, step.failure)
        await asyncio.to_thread(step.done)


async def prepare_services(state: State, journal: Journal) -> None:
    """Bring every service's database, and the topics, to what the code expects.

    Nothing is done if that was done with the very same code on the very same servers.
    """
    stamp, expected = state.folder / "prepared", await asyncio.to_thread(_preparation, state)
    if stamp.exists() and stamp.read_text() == expected:
        return
    for service in SERVICES:
        await state.postgres.create_database(service)
    topics = python_command(base_environment(state), "switchboard.runtime", "topics")
    work = [run_once("topics", topics, journal)]
    for service in SERVICES:
        environment = service_environment(state, service)
        command = python_command(environment, f"switchboard.{service}", "migrate")
        work.append(run_once(f"{service}-migrate", command, journal))
    await _together(work)
    accounts = "demo-accounts" if is_demo() else "first-admin-link"
    command = python_command(service_environment(state, "gateway"), "switchboard.gateway", accounts)
    await run_once(accounts, command, journal)
    stamp.write_text(expected)


def _preparation(state: State) -> str:
    """A text that changes with any source file, with the Kafka cluster, and with PostgreSQL."""
    sources = [fingerprint(PROJECT / folder) for folder in ("libs", "services")]
    return " ".join([*sources, state.kafka.cluster_id(), state.postgres.system_id()])


async def _together(work: Sequence[Coroutine[object, object, None]]) -> None:
    """Do all at once; when one fails, end the others before saying so."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_once(name: str, command: Command, journal: Journal, failure: str = "") -> None:
    """Run a command to its end; cancelling ends the command.

    Raises:
        LocalError: It failed; says ``failure`` or where to read on.
    """
    process = await spawn(command)
    try:
        await journal.follow(name, output_of(process))
        status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if status != 0:
        log = journal.file(name)
        raise LocalError(failure or f"{name} failed with status {status}: read {log} for why.")
