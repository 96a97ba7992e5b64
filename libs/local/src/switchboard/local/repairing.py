"""`switchboard parked`, `republish`, `password-link`: repairs of the services of one folder."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from switchboard.contracts.topics import TOPICS
from switchboard.local.environment import service_environment
from switchboard.local.errors import LocalError
from switchboard.local.processes import SERVICES
from switchboard.local.runnables import python_command
from switchboard.local.state import State
from switchboard.runtime.repair_command import run

StateOption = Annotated[
    Path | None,
    typer.Option("--state", envvar="SWITCHBOARD_STATE", help="Folder of data, ports and logs."),
]
ServiceOption = Annotated[
    str | None, typer.Option("--service", help="Whose parked events; of all services if not given.")
]
ActionArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="list | show TOPIC PARTITION OFFSET | redrive [KEY] "
        "| discard TOPIC PARTITION OFFSET"
    ),
]


def parked(
    action: ActionArgument, service: ServiceOption = None, state: StateOption = None
) -> None:
    """List, show, redrive or discard the events that a service could not take in."""
    if service is not None and service not in SERVICES:
        raise LocalError(f"There is no service {service}: it is one of {', '.join(SERVICES)}.")
    for name in (service,) if service else SERVICES:
        told = _run(State(state), name, ["parked", *action])
        typer.echo(told if service else f"{name}: {told}")


def republish(topic: str, partition: int, from_pos: int, state: StateOption = None) -> None:
    """Publish a topic's events once more, from a `pos` up to the newest."""
    known = {one.name: one for one in TOPICS if one.positioned}
    if topic not in known:
        raise LocalError(f"{topic} is no topic with positions: it is one of {', '.join(known)}.")
    [service] = known[topic].producers
    typer.echo(_run(State(state), service, ["republish", topic, str(partition), str(from_pos)]))


def password_link(email: str, state: StateOption = None) -> None:
    """Print a one-time link with which a member sets a lost password anew."""
    folder = State(state)
    _must_run(folder)
    command = python_command(
        service_environment(folder, "gateway"), "switchboard.gateway", "password-link", email
    )
    ended = subprocess.run(  # noqa: S603 - our own command
        command.arguments, cwd=command.folder, env=command.environment, check=False
    )
    raise typer.Exit(ended.returncode)


def _must_run(state: State) -> None:
    if state.supervisor() is None:
        raise LocalError(f"Switchboard does not run in {state.folder}: start it with `make run`.")


def _run(state: State, service: str, arguments: list[str]) -> str:
    _must_run(state)
    return asyncio.run(run(state.postgres.url(service), arguments))
