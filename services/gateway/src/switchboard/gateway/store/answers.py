"""Finding the stored answer of a command that had been decided before (rule N5)."""

from uuid import UUID

import asyncpg

from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TICKETING_EVENTS_TOPIC,
)

_BY_TOPIC = {
    CONVERSATION_EVENTS_TOPIC.name: (
        "SELECT body FROM timeline WHERE conversation_id = $1 AND answer_to = $2"
    ),
    CONVERSATION_PUBLIC_TOPIC.name: (
        "SELECT body FROM public_timeline WHERE conversation_id = $1 AND answer_to = $2"
    ),
    TICKETING_EVENTS_TOPIC.name: (
        "SELECT e.body FROM ticket_event e JOIN ticket USING (ticket_id) "
        "WHERE conversation_id = $1 AND e.answer_to = $2"
    ),
    ANALYSIS_EVENTS_TOPIC.name: (
        "SELECT body FROM analysis WHERE conversation_id = $1 AND answer_to = $2"
    ),
    NOTIFICATION_EVENTS_TOPIC.name: (
        "SELECT body FROM notification WHERE member_id = $1 AND answer_to = $2 UNION ALL "
        "SELECT body FROM notification_preferences WHERE member_id = $1 AND answer_to = $2 LIMIT 1"
    ),
    ASSISTANT_EVENTS_TOPIC.name: (
        "SELECT body FROM article WHERE article_id = $1 AND answer_to = $2"
    ),
}


async def stored_answer(pool: asyncpg.Pool, topic: str, key: UUID, command_id: UUID) -> str | None:
    """The event that answered a command, if the read model has it."""
    statement = _BY_TOPIC.get(topic)
    if statement is None:
        return None
    body: str | None = await pool.fetchval(statement, key, command_id)
    return body
