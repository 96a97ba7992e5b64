"""Reading and writing what waits: a row a conversation, a row a member who came lately."""

from collections.abc import Sequence
from typing import Any

from switchboard.notification.model.waiting import Wait, WaitingList
from switchboard.runtime.roles import Change, Connection

_KEEP = """
INSERT INTO waiting (conversation_id, since, told, told_of_all)
VALUES ($1, $2, $3, $4) ON CONFLICT (conversation_id) DO UPDATE SET
    since = excluded.since, told = excluded.told, told_of_all = excluded.told_of_all
"""


async def load_waiting(connection: Connection) -> WaitingList:
    """The list as it is."""
    waits = await connection.fetch("SELECT * FROM waiting")
    arrivals = await connection.fetch("SELECT * FROM arrival")
    return WaitingList(
        {
            row["conversation_id"]: Wait(
                row["since"], frozenset(row["told"]), frozenset(row["told_of_all"])
            )
            for row in waits
        },
        {row["member_id"]: row["at"] for row in arrivals},
    )


async def save_waiting(connection: Connection, changes: Sequence[Change[Any]]) -> None:
    """Store what is different after a poll."""
    lists = [change for change in changes if isinstance(change.after, WaitingList)]
    if not lists:
        return
    before, after = lists[0].before or WaitingList(), lists[-1].after
    await _save_waits(connection, before, after)
    if before.arrivals != after.arrivals:
        await connection.execute("DELETE FROM arrival")
        await connection.executemany(
            "INSERT INTO arrival (member_id, at) VALUES ($1, $2)", list(after.arrivals.items())
        )


async def _save_waits(connection: Connection, before: WaitingList, after: WaitingList) -> None:
    gone = list(before.waits.keys() - after.waits.keys())
    if gone:
        await connection.execute("DELETE FROM waiting WHERE conversation_id = ANY($1)", gone)
    changed = [
        (one, wait.since, list(wait.told), list(wait.told_of_all))
        for one, wait in after.waits.items()
        if before.waits.get(one) != wait
    ]
    if changed:
        await connection.executemany(_KEEP, changed)
