"""What a person can ask of the `switchboard` command; `cli` has the list."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from switchboard.local import web
from switchboard.local.control import start_detached
from switchboard.local.control import stop as stop_supervisor
from switchboard.local.errors import LocalError
from switchboard.local.plan import whole_system
from switchboard.local.processes import replicas
from switchboard.local.state import PROJECT, State
from switchboard.local.status import look
from switchboard.local.supervisor import Supervisor

StateOption = Annotated[
    Path | None,
    typer.Option("--state", envvar="SWITCHBOARD_STATE", help="Folder of data, ports and logs."),
]
ScaleOption = Annotated[
    list[str] | None,
    typer.Option("--scale", metavar="NAME=N", help="Several copies of a service or process."),
]
DetachOption = Annotated[bool, typer.Option("--detach", help="Return once all is ready.")]
FollowOption = Annotated[bool, typer.Option("--follow", "-f", help="Go on with new lines.")]
NameArgument = Annotated[str | None, typer.Argument(help="A part, such as gateway-serve.")]


def up(
    state: StateOption = None, scale: ScaleOption = None, *, detach: DetachOption = False
) -> None:
    """Start everything and keep it running."""
    folder = State(state)
    copies = replicas(dict(_scaled(one) for one in scale or []))
    if detach:
        # Taking and leaving the folder says at once that it runs already.
        with folder.held():
            pass
        options = [part for one in scale or [] for part in ("--scale", one)]
        typer.echo(start_detached(folder, options))
        return
    with folder.held():
        asyncio.run(Supervisor(folder, whole_system(folder, copies)).run())


def _scaled(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not number.isdigit() or number == "0":
        raise LocalError(f"--scale {text} is not NAME=N: write for example conversation=2.")
    return name, int(number)


def down(state: StateOption = None) -> None:
    """Stop what runs in this folder, also in the foreground elsewhere."""
    typer.echo("Stopped." if stop_supervisor(State(state)) else "Nothing was running.")


def status(state: StateOption = None) -> None:
    """Show every part; exits 0 only if all are ready."""
    folder = State(state)
    parts = asyncio.run(look(folder))
    table = Table("part", "process", "condition", box=None)
    for part in parts:
        table.add_row(part.name, str(part.pid or "-"), part.condition)
    Console().print(table)
    is_complete = folder.processes.ready_file.exists()
    raise typer.Exit(0 if is_complete and all(part.is_ready for part in parts) else 1)


def logs(
    name: NameArgument = None, state: StateOption = None, *, follow: FollowOption = False
) -> None:
    """Show what one part, or all, have written last."""
    folder = State(state).logs
    files = sorted(folder.glob(f"{name or '*'}.log"))
    if not files:
        raise LocalError(f"There is no log of {name or 'anything'} in {folder}.")
    command = ["tail", "-n", "50", *(["-F"] if follow else []), *map(str, files)]
    sys.exit(subprocess.call(command))  # noqa: S603 - the files are ours


def build_web() -> None:
    """Build panel, widget and demo page, if anything changed."""
    web.build(PROJECT / "web")


def check_web() -> None:
    """Check the types of the web, lint and test it, if anything changed."""
    web.check(PROJECT / "web")
