"""The one thing that an engine of answers has to be able to do, and the engine there is."""

from collections.abc import Sequence
from typing import Protocol

import asyncpg

from switchboard.assistant.decisions.answer_question import answer_question
from switchboard.assistant.model.finding import Finding
from switchboard.assistant.model.question import Question
from switchboard.assistant.model.ranking import Match, best, best_passage, confidence
from switchboard.assistant.store.articles import passages_of, search_articles
from switchboard.runtime.transcripts import Line


class AnswerEngine(Protocol):
    """Finds answers; another one may take its place."""

    name: str
    """Who answers, with its version, for the record of each run."""

    async def find(self, question: Question, transcript: Sequence[Line]) -> Finding:
        """The answer to a question, with all that was said; cancelled when it takes too long."""


class QuotingEngine:
    """Full-text search in PostgreSQL; quotes the article that fits, word for word.

    Args:
        pool: of the assistant's database.
        least_confidence: the confidence from which an article is quoted, 0 to 1.
    """

    name = "quoting-1"

    def __init__(self, pool: asyncpg.Pool, least_confidence: float) -> None:
        self._pool = pool
        self._least = least_confidence

    async def find(self, question: Question, transcript: Sequence[Line]) -> Finding:
        """Search for all that is asked, and decide what to make of it."""
        del transcript
        return answer_question(question, await self.match(question.text), self._least)

    async def match(self, text: str) -> Match | None:
        """The article that fits a text best, and the passage to quote."""
        found = await search_articles(self._pool, text)
        article = best(found.candidates, found.asked)
        if article is None:
            return None
        passages = await passages_of(self._pool, article.body)
        return Match(
            title=article.title,
            url=article.url,
            passage=best_passage(passages, found.asked),
            confidence=confidence(article, found.asked),
        )
