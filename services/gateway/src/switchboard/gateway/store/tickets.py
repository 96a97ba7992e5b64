"""Tickets in the read model: the list, one of them, what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from switchboard.contracts.words import Priority, TicketStatus
from switchboard.gateway.model.search_words import like_pattern, ticket_number, words_of
from switchboard.gateway.store.conditions import Conditions
from switchboard.gateway.store.readings import Numbered


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets are wanted: those that fulfil all that is given.

    Attributes:
        unassigned: only those that nobody has.
        created_from: the earliest time of their making.
        created_until: the time before which they were made.
        text: words, all of which stand in the ticket or are its number.
    """

    status: TicketStatus | None = None
    priority: Priority | None = None
    assignee_id: UUID | None = None
    unassigned: bool = False
    conversation_id: UUID | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None
    text: str = ""


async def find_tickets(
    pool: asyncpg.Pool, wanted: TicketFilter, before: int | None, limit: int
) -> list[Numbered]:
    """Tickets, highest number first: a number never changes, so pages stay what they are."""
    where = Conditions()
    where.add_if("status = {}", wanted.status)
    where.add_if("priority = {}", wanted.priority)
    where.add_if("assignee_id = {}", wanted.assignee_id)
    where.add_if("conversation_id = {}", wanted.conversation_id)
    where.add_if("created_at >= {}", wanted.created_from)
    where.add_if("created_at < {}", wanted.created_until)
    where.add_if("number < {}", before)
    if wanted.unassigned:
        where.add("assignee_id IS NULL")
    for word in words_of(wanted.text):
        where.add(ticket_word(where, word))
    rows = await pool.fetch(
        f"SELECT number, body FROM ticket WHERE {where} "  # noqa: S608 - arguments are apart
        f"ORDER BY number DESC LIMIT {where.argument(limit)}",
        *where.arguments,
    )
    return [Numbered(row["number"], row["body"]) for row in rows]


def ticket_word(where: Conditions, word: str) -> str:
    """That the word stands in the ticket, or is its number."""
    number = ticket_number(word)
    stands = where.filled("ticket_words(body) LIKE searched({})", like_pattern(word))
    named = "" if number is None else where.filled(" OR number = {}", number)
    return f"({stands}{named})"


async def ticket_of(pool: asyncpg.Pool, ticket_id: UUID) -> tuple[UUID, str] | None:
    """A ticket's conversation, and its newest event."""
    row = await pool.fetchrow(
        "SELECT conversation_id, body FROM ticket WHERE ticket_id = $1", ticket_id
    )
    return (row["conversation_id"], row["body"]) if row else None


async def ticket_events(pool: asyncpg.Pool, ticket_id: UUID) -> Sequence[str]:
    """Everything that happened to a ticket, in order."""
    rows = await pool.fetch(
        "SELECT body FROM ticket_event WHERE ticket_id = $1 ORDER BY revision", ticket_id
    )
    return [row["body"] for row in rows]
