"""The history of conversations: filtered, searched, page by page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from switchboard.contracts.words import Channel, Priority, Sentiment
from switchboard.gateway.model.search_words import (
    findable,
    is_short,
    is_word,
    like_pattern,
    words_of,
)
from switchboard.gateway.store.conditions import Conditions
from switchboard.gateway.store.readings import Listed
from switchboard.gateway.store.tickets import ticket_word

MOST_HITS = 3
"""How many messages of one conversation are told."""

_MESSAGES = "words IS NOT NULL"
"""Messages and notes, as the indexes have it."""

_SENTIMENT = (
    "(SELECT sentiment FROM analysis a WHERE a.conversation_id = c.conversation_id "
    "AND sentiment IS NOT NULL ORDER BY analysis_version DESC LIMIT 1) = {}"
)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which conversations are wanted: those that fulfil all that is given.

    Attributes:
        status: one, or `open` for every one that is not closed.
        unassigned: only those that no agent has.
        sentiment: of the newest analysis that has one.
        opened_from: the earliest time of their opening.
        opened_until: the time before which they were opened.
        text: words, all of which stand in one message or note, in the user's name and address, or
            in a ticket.
    """

    status: str | None = None
    agent_id: UUID | None = None
    unassigned: bool = False
    priority: Priority | None = None
    channel: Channel | None = None
    sentiment: Sentiment | None = None
    opened_from: datetime | None = None
    opened_until: datetime | None = None
    text: str = ""


async def find_conversations(
    pool: asyncpg.Pool, wanted: HistoryFilter, before: tuple[datetime, UUID] | None, limit: int
) -> list[Listed]:
    """Newest opened first: when that was never changes, so pages stay what they are."""
    where = _conditions(wanted)
    if before is not None:
        where.add("(c.opened_at, c.conversation_id) < ({}, {})", *before)
    rows = await pool.fetch(
        f"SELECT c.conversation_id, c.opened_at, c.body FROM conversation c WHERE {where} "  # noqa: S608 - arguments are apart
        f"ORDER BY c.opened_at DESC, c.conversation_id DESC LIMIT {where.argument(limit)}",
        *where.arguments,
    )
    return [Listed(row["conversation_id"], row["opened_at"], row["body"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Said:
    """A message or note that was found.

    Attributes:
        words: those of it that were found as whole ones, in whatever form.
    """

    body: str
    words: tuple[str, ...]


async def find_messages(
    pool: asyncpg.Pool, conversations: Sequence[UUID], text: str
) -> Mapping[UUID, list[Said]]:
    """The newest messages and notes of these conversations that hold all words, oldest first."""
    words = words_of(text)
    if not findable(words) or not conversations:
        return {}
    where = Conditions()
    where.add("conversation_id = ANY({}::uuid[])", list(conversations))
    where.add(_MESSAGES)
    where.add(_message_words(where, words))
    meant = " || ".join(where.filled("searched_term({})", word) for word in words)
    rows = await pool.fetch(
        "SELECT conversation_id, body, "  # noqa: S608 - arguments are apart
        f"words_answering(words, {meant}) AS words "
        "FROM (SELECT conversation_id, seq, body, words, row_number() OVER "
        "(PARTITION BY conversation_id ORDER BY seq DESC) AS place FROM timeline "
        f"WHERE {where}) AS found WHERE place <= {where.argument(MOST_HITS)} ORDER BY seq",
        *where.arguments,
    )
    found: dict[UUID, list[Said]] = defaultdict(list)
    for row in rows:
        found[row["conversation_id"]].append(Said(row["body"], tuple(row["words"])))
    return found


async def find_tickets_of(
    pool: asyncpg.Pool, conversations: Sequence[UUID], text: str
) -> Mapping[UUID, list[str]]:
    """The tickets of these conversations that hold all words, or are named by them."""
    where = Conditions()
    where.add("conversation_id = ANY({}::uuid[])", list(conversations))
    for word in words_of(text):
        where.add(ticket_word(where, word))
    rows = await pool.fetch(
        f"SELECT conversation_id, body FROM ticket WHERE {where} ORDER BY number",  # noqa: S608
        *where.arguments,
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        found[row["conversation_id"]].append(row["body"])
    return found


def _conditions(wanted: HistoryFilter) -> Conditions:
    where = Conditions()
    if wanted.status == "open":
        where.add("c.status <> 'closed'")
    else:
        where.add_if("c.status = {}", wanted.status)
    if wanted.unassigned:
        where.add("c.agent_id IS NULL")
    where.add_if("c.agent_id = {}", wanted.agent_id)
    where.add_if("c.priority = {}", wanted.priority)
    where.add_if("c.channel = {}", wanted.channel)
    where.add_if("c.opened_at >= {}", wanted.opened_from)
    where.add_if("c.opened_at < {}", wanted.opened_until)
    where.add_if(_SENTIMENT, wanted.sentiment)
    words = words_of(wanted.text)
    if words:
        where.add(f"c.conversation_id IN ({_holding(where, words)})")
    return where


def _holding(where: Conditions, words: tuple[str, ...]) -> str:
    """The conversations that hold the words somewhere; each place is found by its own index."""
    named = " AND ".join(
        where.filled("user_words(user_name, user_email) LIKE searched({})", like_pattern(word))
        for word in words
    )
    ticketed = " AND ".join(ticket_word(where, word) for word in words)
    places = [
        f"SELECT conversation_id FROM conversation WHERE {named}",  # noqa: S608
        f"SELECT conversation_id FROM ticket WHERE {ticketed}",  # noqa: S608
    ]
    if findable(words):
        said = _message_words(where, words)
        places.append(f"SELECT conversation_id FROM timeline WHERE {_MESSAGES} AND {said}")  # noqa: S608
    return " UNION ALL ".join(places)


def _message_words(where: Conditions, words: tuple[str, ...]) -> str:
    return " AND ".join(_message_word(where, word) for word in words)


def _message_word(where: Conditions, word: str) -> str:
    """That a word stands in the message: in any part or in another form, a short one whole."""
    either = []
    if not is_short(word) or not is_word(word):
        either.append(where.filled("words LIKE searched({})", like_pattern(word)))
    if is_word(word):
        either.append(where.filled("terms(words) @@ searched_term({})", word))
    return f"({' OR '.join(either)})"
