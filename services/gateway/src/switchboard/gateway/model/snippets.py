"""The part of a text in which words were found, and where they stand in it."""

import re
import unicodedata
from collections.abc import Sequence

from pydantic import BaseModel

from switchboard.gateway.model.search_words import is_short, is_word

LONGEST = 160
"""In characters: two lines of a list."""
_BEFORE = 40
_MORE = "\u2026"


class Snippet(BaseModel):
    """A part of a text.

    Attributes:
        text: whole words, with an ellipsis where something is left out.
        found: where the words stand in it, as pairs of beginning and end.
    """

    text: str
    found: list[tuple[int, int]]


def snippet(text: str, words: Sequence[str]) -> Snippet:
    """The part around the first word that is found, with each accent in the letter it is on."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    wanted = [_pattern(_plain(word)) for word in words if word]
    places = [found[0] for found in _found(_plain(text), wanted)]
    start = _word_before(text, min(places, default=0) - _BEFORE)
    end = _word_after(text, start + LONGEST)
    cut = text[start:end].strip()
    shown = f"{_MORE if start else ''}{cut}{_MORE if end < len(text) else ''}"
    return Snippet(text=shown, found=_found(_plain(shown), wanted))


def _pattern(word: str) -> re.Pattern[str]:
    """The word in any part of another; a short one, as it was searched, on its own."""
    anywhere = re.escape(word)
    alone = is_short(word) and is_word(word)
    return re.compile(rf"(?<!\w){anywhere}(?!\w)" if alone else anywhere)


def _found(plain: str, wanted: Sequence[re.Pattern[str]]) -> list[tuple[int, int]]:
    return sorted({found.span() for pattern in wanted for found in pattern.finditer(plain)})


def _plain(text: str) -> str:
    """In small letters without accents, each character one character, so that places stay."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    return base if len(base) == 1 else character


def _word_before(text: str, place: int) -> int:
    """The beginning of the word at a place."""
    return 0 if place <= 0 else text.rfind(" ", 0, place) + 1


def _word_after(text: str, place: int) -> int:
    """The end of the last word that ends before a place, or the place in a very long word."""
    if place >= len(text):
        return len(text)
    end = text.rfind(" ", 0, place + 1)
    return end if end > place - LONGEST else place
