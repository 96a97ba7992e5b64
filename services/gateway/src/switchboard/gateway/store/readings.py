"""Reading the read model; bodies come back as the JSON text that stood on the topic."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from switchboard.gateway.model.chain import Link

PAGE = 200
"""The most rows of one answer."""
SNAPSHOT = 1_000
"""The most events of one `subscribed` frame; the rest follows in further ones."""
_LINKS = """
SELECT conversation_id, visitor_id, previous_conversation_id, person_id, status = 'closed'
    OR EXISTS (SELECT FROM public_closes(ARRAY[conversation_id])) AS closed
FROM conversation
"""
_LINK = f"{_LINKS} WHERE conversation_id = $1"
_CHAIN = f"""{_LINKS}
WHERE visitor_id = $1 OR person_id = $2 ORDER BY opened_at, conversation_id
"""
_LEFT = """
SELECT conversation_id, agent_id, (body::jsonb->>'epoch')::bigint AS epoch
FROM team_member JOIN conversation ON agent_id = member_id
WHERE NOT active AND status = 'active_human'
"""


@dataclass(frozen=True, slots=True)
class Left:
    """A conversation that somebody has who may no longer sign in.

    Attributes:
        epoch: tells this time from another at which they get it.
    """

    conversation_id: UUID
    member_id: UUID
    epoch: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event and its number in its stream."""

    number: int
    body: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in a list, with what its page continues from."""

    conversation_id: UUID
    opened_at: datetime
    body: str


class Readings:
    """Questions to the read model."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def link(self, conversation_id: UUID) -> list[Link]:
        """Whose conversation this is; nothing if there is none."""
        rows = await self._pool.fetch(_LINK, conversation_id)
        return [_link(row) for row in rows]

    async def chain(self, visitor_id: UUID, person_id: UUID | None = None) -> list[Link]:
        """The conversations of a visitor and of a person, oldest first."""
        rows = await self._pool.fetch(_CHAIN, visitor_id, person_id)
        return [_link(row) for row in rows]

    async def state(self, conversation_id: UUID) -> str | None:
        """The newest snapshot of a conversation."""
        body: str | None = await self._pool.fetchval(
            "SELECT body FROM conversation WHERE conversation_id = $1", conversation_id
        )
        return body

    async def open_conversations(self, limit: int) -> list[str]:
        """The snapshots of what is not closed, for a new inbox."""
        rows = await self._pool.fetch(
            "SELECT body FROM conversation WHERE status <> 'closed' "
            "ORDER BY opened_at DESC, conversation_id DESC LIMIT $1",
            limit,
        )
        return [row["body"] for row in rows]

    async def left_behind(self) -> list[Left]:
        """The open conversations that members have who are disabled, by the team's own rows."""
        rows = await self._pool.fetch(_LEFT)
        return [Left(row["conversation_id"], row["agent_id"], row["epoch"]) for row in rows]

    async def events(self, conversation_id: UUID, after: int, limit: int) -> list[Numbered]:
        """The team's events after a `seq`."""
        rows = await self._pool.fetch(
            "SELECT seq, body FROM timeline WHERE conversation_id = $1 AND seq > $2 "
            "ORDER BY seq LIMIT $3",
            conversation_id,
            after,
            limit,
        )
        return [Numbered(row["seq"], row["body"]) for row in rows]

    async def public_events(self, conversation_id: UUID, after: int, limit: int) -> list[Numbered]:
        """The user's events after a `public_seq`."""
        rows = await self._pool.fetch(
            "SELECT public_seq, body FROM public_timeline "
            "WHERE conversation_id = $1 AND public_seq > $2 ORDER BY public_seq LIMIT $3",
            conversation_id,
            after,
            limit,
        )
        return [Numbered(row["public_seq"], row["body"]) for row in rows]

    async def closed_at(self, conversation_id: UUID) -> int | None:
        """The `public_seq` of the conversation's close; None while it is open."""
        number: int | None = await self._pool.fetchval(
            "SELECT number FROM public_closes(ARRAY[$1::uuid])", conversation_id
        )
        return number

    async def public_standing(self, conversation_id: UUID) -> Numbered | None:
        """The newest public number, with the event that last said who answers."""
        row = await self._pool.fetchrow(
            "SELECT body, (SELECT max(public_seq) FROM public_timeline "
            "WHERE conversation_id = $1) AS newest FROM public_timeline WHERE conversation_id = $1 "
            "AND type IN ('public.conversation_opened', 'public.status_changed') "
            "ORDER BY public_seq DESC LIMIT 1",
            conversation_id,
        )
        return Numbered(row["newest"], row["body"]) if row else None

    async def tickets_of(self, conversation_id: UUID) -> list[str]:
        """A conversation's tickets."""
        rows = await self._pool.fetch(
            "SELECT body FROM ticket WHERE conversation_id = $1 ORDER BY number", conversation_id
        )
        return [row["body"] for row in rows]

    async def analyses(self, conversation_id: UUID) -> list[str]:
        """A conversation's analyses, oldest version first."""
        rows = await self._pool.fetch(
            "SELECT body FROM analysis WHERE conversation_id = $1 ORDER BY analysis_version",
            conversation_id,
        )
        return [row["body"] for row in rows]

    async def assistant_settings(self) -> str | None:
        """The AI's settings as last stated; None before the first."""
        body: str | None = await self._pool.fetchval(
            "SELECT body FROM assistant_settings WHERE workspace = 'workspace'"
        )
        return body


def _link(row: asyncpg.Record) -> Link:
    return Link(
        conversation_id=row["conversation_id"],
        visitor_id=row["visitor_id"],
        previous=row["previous_conversation_id"],
        closed=row["closed"],
        person_id=row["person_id"],
    )
