"""The `switchboard` command: the list of its sub-commands, and how mistakes are told."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import typer

from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: dict[str, str] = {
    "up": "switchboard.local.commands:up",
    "down": "switchboard.local.commands:down",
    "status": "switchboard.local.commands:status",
    "logs": "switchboard.local.commands:logs",
    "parked": "switchboard.local.repairing:parked",
    "republish": "switchboard.local.repairing:republish",
    "password-link": "switchboard.local.repairing:password_link",
    "who": "switchboard.local.who:command",
    "replay": "switchboard.local.replay.command:replay",
    "build-web": "switchboard.local.commands:build_web",
    "check-web": "switchboard.local.commands:check_web",
}
"""Every sub-command and the function that carries it out, wherever it lives."""


def application() -> typer.Typer:
    """The command with all its sub-commands."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_switchboard)
    # What was not asked for is not imported: some of it takes half a second.
    asked = [name for name in COMMANDS if name in sys.argv[1:2]] or COMMANDS
    for name in asked:
        app.command(name)(_function(COMMANDS[name]))
    return app


def _switchboard() -> None:
    """Switchboard on one machine: a live chat where a human can take over at any moment."""


def _function(place: str) -> Callable[..., None]:
    module, _, name = place.partition(":")
    function: Callable[..., None] = getattr(import_module(module), name)
    return function


def main() -> NoReturn:
    """Run the command; what a person can mend is one sentence and status 1."""
    try:
        application()()
    except LocalError as error:
        sys.stderr.write(f"{error}\n")
    sys.exit(1)
