"""A summary of quoted sentences: what the user wanted, what mattered, how it ended.

Sentences are weighed as in SumBasic (Nenkova and Vanderwende, "The impact of frequency on
summarization", MSR-TR-2005-101): by the mean probability of their words, whose probability is
squared once they have been used.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from switchboard.contracts.events.public import PublicSource
from switchboard.runtime.transcripts import Line

_MOST_SENTENCES = 4
_LONGEST_SENTENCE = 280
_FEWEST_WORDS = 4
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[a-z]{4,}")
_NAMES = {PublicSource.USER: "User", PublicSource.AI: "AI", PublicSource.AGENT: "Agent"}


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: int
    source: PublicSource
    text: str
    words: tuple[str, ...]


def summary_of(lines: Sequence[Line]) -> str:
    """At most four sentences, quoted in order, each with who said it; empty if nothing was said."""
    sentences = _sentences(lines)
    chosen = {sentence.place: sentence for sentence in _first_and_last(sentences)}
    for sentence in _by_weight(sentences, _MOST_SENTENCES):
        if len(chosen) < _MOST_SENTENCES:
            chosen.setdefault(sentence.place, sentence)
    quoted = [chosen[place] for place in sorted(chosen)]
    return "\n".join(f"{_NAMES[one.source]}: \u201c{_short(one.text)}\u201d" for one in quoted)


def _sentences(lines: Sequence[Line]) -> list[_Sentence]:
    said = [
        (line.source, text.strip())
        for line in lines
        if line.source in _NAMES
        for text in _SENTENCE_END.split(line.text)
        if text.strip()
    ]
    return [
        _Sentence(place, source, text, tuple(_WORD.findall(text.lower())))
        for place, (source, text) in enumerate(said)
    ]


def _first_and_last(sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """What the user wanted at first, and what was last said to them in so many words."""
    asked = [one for one in sentences if one.source is PublicSource.USER and _says_much(one)]
    told = [one for one in sentences if one.source is not PublicSource.USER and _says_much(one)]
    return asked[:1] + told[-1:]


def _says_much(sentence: _Sentence) -> bool:
    return len(sentence.words) >= _FEWEST_WORDS


def _by_weight(sentences: Sequence[_Sentence], most: int) -> list[_Sentence]:
    left = [one for one in sentences if one.words]
    counts = Counter(word for one in left for word in one.words)
    chances = {word: count / counts.total() for word, count in counts.items()}
    chosen: list[_Sentence] = []
    while left and len(chosen) < most:
        heaviest = max(left, key=lambda one: _mean(one.words, chances))
        left.remove(heaviest)
        chosen.append(heaviest)
        chances |= {word: chances[word] ** 2 for word in set(heaviest.words)}
    return chosen


def _mean(words: Sequence[str], chances: dict[str, float]) -> float:
    return sum(chances[word] for word in words) / len(words)


def _short(text: str) -> str:
    if len(text) <= _LONGEST_SENTENCE:
        return text
    return text[: _LONGEST_SENTENCE - 1].rstrip() + "\u2026"
