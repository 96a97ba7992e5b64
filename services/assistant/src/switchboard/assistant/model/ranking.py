"""How well an article fits a question: the share of the question's rare words that it has.

Words are stems from PostgreSQL's text search. A word's rarity is the inverse document frequency of
Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.1).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

_IN_BODY = 0.6
"""What a word counts that stands in the body only; in the title it counts 1."""
_SHORT_PASSAGE = 160
"""Characters below which a passage is quoted together with the one after it."""

Rarity = Mapping[str, float]
"""Each word of the question with its rarity."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that shares words with the question."""

    title: str
    body: str
    url: str
    title_words: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of an article."""

    text: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """An article, what of it fits, and how well, from 0 to 1."""

    title: str
    url: str
    passage: str
    confidence: float


def rarity(articles_with: int, articles: int) -> float:
    """The weight of a word that so many of the articles have."""
    return log(1 + (articles - articles_with + 0.5) / (articles_with + 0.5))


def confidence(candidate: Candidate, asked: Rarity) -> float:
    """The share of the question that an article is about, 0 to 1."""
    whole = sum(asked.values())
    found = sum(weight * _counts(word, candidate) for word, weight in asked.items())
    return found / whole if whole else 0.0


def best(candidates: Sequence[Candidate], asked: Rarity) -> Candidate | None:
    """The article that fits best; of equals the first."""
    return max(candidates, key=lambda one: confidence(one, asked), default=None)


def best_passage(passages: Sequence[Passage], asked: Rarity) -> str:
    """The paragraph that fits best, with the next one if it is short."""
    place = max(
        range(len(passages)), key=lambda number: _weight(passages[number].words, asked), default=0
    )
    quoted = [passage.text for passage in passages[place : place + 2]]
    if quoted and len(quoted[0]) >= _SHORT_PASSAGE:
        quoted = quoted[:1]
    return "\n\n".join(quoted)


def _counts(word: str, candidate: Candidate) -> float:
    if word in candidate.title_words:
        return 1.0
    return _IN_BODY if word in candidate.words else 0.0


def _weight(words: Collection[str], asked: Rarity) -> float:
    return sum(weight for word, weight in asked.items() if word in words)
