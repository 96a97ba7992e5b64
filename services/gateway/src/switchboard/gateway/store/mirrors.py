"""Writing the read model: one array statement a poll for each topic.

Every function takes rows as tuples in the order of its columns and is safe to repeat.
"""

from collections.abc import Sequence
from typing import Any

Rows = Sequence[tuple[Any, ...]]


async def mirror_conversations(connection: Any, rows: Rows) -> None:
    """The newest wins.

    Rows of (id, visitor, person, previous, seq, public_seq, status, opened_at, body, agent,
    priority, channel, user's name, user's address).
    """
    await connection.execute(
        "INSERT INTO conversation (conversation_id, visitor_id, person_id, "
        "previous_conversation_id, seq, public_seq, status, opened_at, body, "
        "agent_id, priority, channel, user_name, user_email) "
        "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], "
        "$6::bigint[], $7::text[], $8::timestamptz[], $9::text[], $10::uuid[], $11::text[], "
        "$12::text[], $13::text[], $14::text[]) "
        "ON CONFLICT (conversation_id) DO UPDATE SET person_id = excluded.person_id, "
        "seq = excluded.seq, public_seq = excluded.public_seq, status = excluded.status, "
        "body = excluded.body, agent_id = excluded.agent_id, priority = excluded.priority, "
        "channel = excluded.channel, user_name = excluded.user_name, "
        "user_email = excluded.user_email WHERE conversation.seq <= excluded.seq",
        *_columns(rows),
    )


async def mirror_timeline(connection: Any, rows: Rows) -> None:
    """Rows of (conversation, seq, type, answer_to, body)."""
    await connection.execute(
        "INSERT INTO timeline (conversation_id, seq, type, answer_to, body) SELECT * FROM "
        "unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::text[]) "
        "ON CONFLICT DO NOTHING",
        *_columns(rows),
    )


async def mirror_tickets(connection: Any, rows: Rows) -> None:
    """The ticket as it is, and one more change of it.

    Rows of (ticket, conversation, revision, number, status, assignee, priority, at, answer_to,
    body), in order.
    """
    await connection.executemany(
        "WITH change AS (INSERT INTO ticket_event (ticket_id, revision, answer_to, body) "
        "VALUES ($1, $3, $9, $10) ON CONFLICT DO NOTHING) "
        "INSERT INTO ticket (ticket_id, conversation_id, revision, number, status, assignee_id, "
        "priority, created_at, answer_to, body) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (ticket_id) DO UPDATE SET "
        "revision = excluded.revision, status = excluded.status, "
        "assignee_id = excluded.assignee_id, priority = excluded.priority, "
        "answer_to = excluded.answer_to, body = excluded.body "
        "WHERE ticket.revision < excluded.revision",
        rows,
    )


async def mirror_analyses(connection: Any, rows: Rows) -> None:
    """Rows of (conversation, version, type, answer_to, body, sentiment), in the topic's order."""
    await connection.executemany(
        "INSERT INTO analysis (conversation_id, analysis_version, type, answer_to, body, "
        "sentiment) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (conversation_id, analysis_version) DO UPDATE SET "
        "type = excluded.type, body = excluded.body, sentiment = excluded.sentiment, "
        "answer_to = coalesce(excluded.answer_to, analysis.answer_to)",
        rows,
    )


async def mirror_articles(connection: Any, rows: Rows) -> None:
    """Rows of (article, title, url, answer_to, body), in order."""
    await connection.executemany(
        "INSERT INTO article (article_id, title, url, answer_to, body) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (article_id) DO UPDATE SET "
        "title = excluded.title, url = excluded.url, answer_to = excluded.answer_to, "
        "body = excluded.body",
        rows,
    )


async def mirror_assistant_settings(connection: Any, rows: Rows) -> None:
    """Rows of (workspace, body), in order."""
    await connection.executemany(
        "INSERT INTO assistant_settings (workspace, body) VALUES ($1, $2) "
        "ON CONFLICT (workspace) DO UPDATE SET body = excluded.body",
        rows,
    )


def _columns(rows: Rows) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
