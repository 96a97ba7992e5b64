"""What members are told and what they mute, as `notification.events` has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

Rows = Sequence[tuple[Any, ...]]

MOST = 200
"""The most of one answer or frame; as many as a member holds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A notification in a list, with what its page continues from.

    Attributes:
        delivered: whether a panel of the member has got it.
    """

    notification_id: UUID
    at: datetime
    delivered: bool
    body: str


async def mirror_notifications(connection: Any, rows: Rows) -> None:
    """Rows of (notification, member, conversation, type, at, delivered, seen, answer_to, body)."""
    await connection.executemany(
        "INSERT INTO notification (notification_id, member_id, conversation_id, type, at, "
        "delivered, seen, answer_to, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (notification_id) DO UPDATE SET type = excluded.type, body = excluded.body, "
        "conversation_id = excluded.conversation_id, "
        "delivered = notification.delivered OR excluded.delivered, "
        "seen = notification.seen OR excluded.seen, "
        "answer_to = coalesce(excluded.answer_to, notification.answer_to)",
        rows,
    )


async def mirror_preferences(connection: Any, rows: Rows) -> None:
    """Rows of (member, answer_to, body), in order."""
    await connection.executemany(
        "INSERT INTO notification_preferences (member_id, answer_to, body) VALUES ($1, $2, $3) "
        "ON CONFLICT (member_id) DO UPDATE SET answer_to = excluded.answer_to, "
        "body = excluded.body",
        rows,
    )


async def notifications_of(
    pool: asyncpg.Pool,
    member_id: UUID,
    *,
    read: bool | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = MOST,
) -> list[Kept]:
    """What a member is told and was not taken back, newest first: all, read, or unread."""
    rows = await pool.fetch(
        "SELECT notification_id, at, delivered, body FROM notification WHERE member_id = $1 "
        "AND type <> 'notification.withdrawn' AND ($2::boolean IS NULL OR seen = $2) "
        "AND ($3::timestamptz IS NULL OR (at, notification_id) < ($3, $4)) "
        "ORDER BY at DESC, notification_id DESC LIMIT $5",
        member_id,
        read,
        before[0] if before else None,
        before[1] if before else None,
        limit,
    )
    return [Kept(**row) for row in rows]


async def unread_notifications(pool: asyncpg.Pool, member_id: UUID) -> int:
    """How many of them the member has not seen."""
    count: int = await pool.fetchval(
        "SELECT count(*) FROM notification WHERE member_id = $1 "
        "AND type <> 'notification.withdrawn' AND NOT seen",
        member_id,
    )
    return count


async def notification_of(pool: asyncpg.Pool, member_id: UUID, notification_id: UUID) -> str | None:
    """What the member was told, also if it was taken back; None if they never were."""
    body: str | None = await pool.fetchval(
        "SELECT body FROM notification WHERE notification_id = $1 AND member_id = $2",
        notification_id,
        member_id,
    )
    return body


async def preferences_of(pool: asyncpg.Pool, member_id: UUID) -> str | None:
    """The fact that last said what a member mutes; None if they never did."""
    body: str | None = await pool.fetchval(
        "SELECT body FROM notification_preferences WHERE member_id = $1", member_id
    )
    return body
