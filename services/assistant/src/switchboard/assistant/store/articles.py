"""Articles, as they are imported and as they are searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.assistant.model.article import Article
from switchboard.assistant.model.ranking import Candidate, Passage, Rarity, rarity
from switchboard.runtime.roles import Change, Connection

_LOAD = "SELECT * FROM article WHERE article_id = ANY($1::uuid[])"

_SAVE = """
INSERT INTO article (article_id, title, body, url, revision, imported_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
ON CONFLICT (article_id) DO UPDATE
SET title = excluded.title, body = excluded.body, url = excluded.url,
    revision = excluded.revision, imported_at = excluded.imported_at
"""

_WORDS = """
SELECT lexeme AS word,
    (SELECT count(*) FROM article WHERE search @@ quote_literal(lexeme)::tsquery) AS articles_with,
    (SELECT count(*) FROM article) AS articles
FROM unnest(to_tsvector('english', $1))
"""

_CANDIDATES = """
WITH asked AS (
    SELECT string_agg(quote_literal(word), ' | ')::tsquery AS query FROM unnest($1::text[]) AS word
)
SELECT title, body, url, tsvector_to_array(ts_filter(search, '{a}')) AS title_words,
    tsvector_to_array(search) AS words
FROM article, asked WHERE search @@ asked.query
ORDER BY ts_rank(search, asked.query) DESC, article_id LIMIT $2
"""

_PASSAGES = r"""
SELECT text, tsvector_to_array(to_tsvector('english', text)) AS words
FROM regexp_split_to_table($1, '\n\s*\n') WITH ORDINALITY AS passage (text, place)
WHERE text ~ '\S' ORDER BY place
"""

_MOST_CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: the question's words and the articles that have some of them."""

    asked: Rarity
    candidates: Sequence[Candidate]


async def search_articles(pool: asyncpg.Pool, text: str) -> Found:
    """The articles that share words with a text."""
    rows = await pool.fetch(_WORDS, text)
    asked = {row["word"]: rarity(row["articles_with"], row["articles"]) for row in rows}
    found = await pool.fetch(_CANDIDATES, list(asked), _MOST_CANDIDATES) if asked else []
    return Found(asked, [_candidate(row) for row in found])


async def passages_of(pool: asyncpg.Pool, body: str) -> list[Passage]:
    """The paragraphs of an article, in order."""
    rows = await pool.fetch(_PASSAGES, body)
    return [Passage(row["text"].strip(), frozenset(row["words"])) for row in rows]


async def load_articles(connection: Connection, ids: Sequence[UUID]) -> dict[str, Article]:
    """The articles among these ids."""
    rows = await connection.fetch(_LOAD, list(ids)) if ids else []
    return {str(row["article_id"]): _article(row) for row in rows}


async def save_articles(connection: Connection, changes: Sequence[Change[Article]]) -> None:
    """Store articles as they are now."""
    newest = {change.after.id: change.after for change in changes}
    await connection.execute(
        _SAVE,
        list(newest),
        [article.title for article in newest.values()],
        [article.body for article in newest.values()],
        [article.url for article in newest.values()],
        [article.revision for article in newest.values()],
        [article.imported_at for article in newest.values()],
    )


def _candidate(row: Any) -> Candidate:
    return Candidate(
        title=row["title"],
        body=row["body"],
        url=row["url"],
        title_words=frozenset(row["title_words"]),
        words=frozenset(row["words"]),
    )


def _article(row: Any) -> Article:
    return Article(
        id=row["article_id"],
        title=row["title"],
        body=row["body"],
        url=row["url"],
        revision=row["revision"],
        imported_at=row["imported_at"],
    )
