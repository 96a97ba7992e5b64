"""Reading and writing tickets, by the conversation they belong to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from switchboard.contracts.words import Priority, TicketOrigin, TicketStatus
from switchboard.runtime.roles import Change, Connection
from switchboard.ticketing.model.ticket import Ticket, Tickets

_LOAD = """
SELECT ticket_id, conversation_id, number, revision, subject, description, user_email, priority,
    status, assignee_id, origin
FROM ticket WHERE conversation_id = ANY($1::uuid[]) ORDER BY number
"""

_ERASED = "SELECT key FROM erased_key WHERE key = ANY($1::text[])"

_SAVE = """
INSERT INTO ticket (ticket_id, conversation_id, number, revision, subject, description,
    user_email, priority, status, assignee_id, origin)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[],
    $7::text[], $8::text[], $9::text[], $10::uuid[],
    $11::text[])
ON CONFLICT (ticket_id) DO UPDATE SET
    revision = EXCLUDED.revision, subject = EXCLUDED.subject,
    description = EXCLUDED.description, user_email = EXCLUDED.user_email,
    priority = EXCLUDED.priority, status = EXCLUDED.status, assignee_id = EXCLUDED.assignee_id
"""


async def load_tickets(connection: Connection, keys: Sequence[str]) -> dict[str, Tickets]:
    """The tickets of these conversations, by conversation id."""
    rows = await connection.fetch(_LOAD, keys)
    found: dict[str, list[Ticket]] = defaultdict(list)
    for row in rows:
        found[str(row["conversation_id"])].append(_ticket(row))
    erased = {row["key"] for row in await connection.fetch(_ERASED, keys)}
    return {
        key: Tickets(UUID(key), tuple(found.get(key, ())), key in erased)
        for key in {*found, *erased}
    }


async def save_tickets(connection: Connection, changes: Sequence[Change[Tickets]]) -> None:
    """Store each ticket that differs from what it was, as it is at the end of the poll."""
    changed = {t.id: t for change in changes for t in _changed(change)}
    if changed:
        columns = zip(*(_row(ticket) for ticket in changed.values()), strict=True)
        await connection.execute(_SAVE, *(list(column) for column in columns))


def _changed(change: Change[Tickets]) -> list[Ticket]:
    before = set(change.before.tickets) if change.before else set()
    return [ticket for ticket in change.after.tickets if ticket not in before]


def _row(ticket: Ticket) -> tuple[Any, ...]:
    return (
        ticket.id,
        ticket.conversation_id,
        ticket.number,
        ticket.revision,
        ticket.subject,
        ticket.description,
        ticket.user_email,
        ticket.priority.value,
        ticket.status.value,
        ticket.assignee_id,
        ticket.origin.value if ticket.origin else None,
    )


def _ticket(row: Any) -> Ticket:
    return Ticket(
        id=row["ticket_id"],
        conversation_id=row["conversation_id"],
        number=row["number"],
        revision=row["revision"],
        subject=row["subject"],
        description=row["description"],
        user_email=row["user_email"],
        priority=Priority(row["priority"]),
        status=TicketStatus(row["status"]),
        assignee_id=row["assignee_id"],
        origin=TicketOrigin(row["origin"]) if row["origin"] else None,
    )
