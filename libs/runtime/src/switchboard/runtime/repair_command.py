"""The operator's commands on one service's database: `parked ...` and `republish ...`.

parked list | show TOPIC PARTITION OFFSET | redrive [KEY] | discard TOPIC PARTITION OFFSET
republish TOPIC PARTITION FROM_POS
"""

import argparse
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import asyncpg

from switchboard.runtime import repairs
from switchboard.runtime.roles import Connection

_PATIENCE_SECONDS = 15.0
_NOTHING = "Nothing like that is stored here."


def parser() -> argparse.ArgumentParser:
    """What can be written."""
    root = argparse.ArgumentParser(prog="switchboard", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    parked = commands.add_parser("parked", help="Events that a service could not take in.")
    actions = parked.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="All of them, without what they say.").set_defaults(do=_list)
    show = actions.add_parser("show", help="One, with what it says.")
    show.set_defaults(do=_show)
    redrive = actions.add_parser("redrive", help="Hear them again, in order.")
    redrive.add_argument("key", nargs="?", help="Only those of this conversation or other key.")
    redrive.set_defaults(do=_redrive)
    discard = actions.add_parser("discard", help="Drop one; it is kept as a refused record.")
    discard.set_defaults(do=_discard)
    for one in (show, discard):
        _place(one, "offset")
    republish = commands.add_parser("republish", help="Say a service's own events once more.")
    _place(republish, "from_pos")
    republish.set_defaults(do=_republish)
    return root


def _place(command: argparse.ArgumentParser, number: str) -> None:
    command.add_argument("topic")
    command.add_argument("partition", type=int)
    command.add_argument(number, type=int)


async def run(database_url: str, arguments: Sequence[str]) -> str:
    """Carry one command out on a service's database, and tell in words what came of it."""
    told = parser().parse_args(arguments)
    connection = await asyncpg.connect(database_url)
    try:
        do: Callable[[Connection, Any], Awaitable[str]] = told.do
        return await do(connection, told)
    finally:
        await connection.close()


async def _list(connection: Connection, told: Any) -> str:
    del told
    lines = [
        f"{one.topic} {one.partition} {one.offset}  {one.type}  key {one.key}  "
        f"{one.reason}: {one.detail}  since {one.parked_at:%Y-%m-%d %H:%M:%S}"
        for one in await repairs.list_parked(connection)
    ]
    return "\n".join(lines) or "Nothing is parked."


async def _show(connection: Connection, told: Any) -> str:
    shown = await repairs.show_parked(connection, told.topic, told.partition, told.offset)
    return json.dumps(shown, indent=2, default=str, ensure_ascii=False) if shown else _NOTHING


async def _redrive(connection: Connection, told: Any) -> str:
    asked = await repairs.ask_redrive(connection, told.key)
    problem = await _problem(connection, asked)
    if problem is not None:
        return problem
    left = [
        f"Still parked: {one.topic} {one.partition} {one.offset}, {one.reason}: {one.detail}"
        for one in await repairs.list_parked(connection)
        if one.reason != "behind" and told.key in (None, one.key)
    ]
    return "\n".join(left) or "Heard again, in order."


async def _discard(connection: Connection, told: Any) -> str:
    asked = await repairs.ask_discard(connection, told.topic, told.partition, told.offset)
    return await _problem(connection, asked) or "Dropped; redrive what waits behind it."


async def _republish(connection: Connection, told: Any) -> str:
    asked = await repairs.ask_republish(connection, told.topic, told.partition, told.from_pos)
    return await _problem(connection, asked) or "Published again, up to the newest."


async def _problem(connection: Connection, asked: Sequence[int]) -> str | None:
    """Wait for the owners; what to say if there was nothing to do or nobody to do it."""
    if not asked:
        return _NOTHING
    if await repairs.until_done(connection, asked, _PATIENCE_SECONDS):
        return None
    return "Asked for. No replica has done it yet; one will, once the partition has an owner."
