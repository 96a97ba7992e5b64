"""The part of a text in which words were found, and where they stand in it."""

import unicodedata
from collections.abc import Sequence

from pydantic import BaseModel

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
    """The part around the first word that is found."""
    text = " ".join(text.split())
    plain, wanted = _plain(text), [_plain(word) for word in words]
    places = [place for word in wanted if (place := plain.find(word)) >= 0]
    start = _word_before(text, min(places, default=0) - _BEFORE)
    end = _word_after(text, start + LONGEST)
    cut = text[start:end].strip()
    shown = f"{_MORE if start else ''}{cut}{_MORE if end < len(text) else ''}"
    return Snippet(text=shown, found=_found(_plain(shown), wanted))


def _found(plain: str, words: Sequence[str]) -> list[tuple[int, int]]:
    found = set()
    for word in words:
        place = plain.find(word)
        while word and place >= 0:
            found.add((place, place + len(word)))
            place = plain.find(word, place + len(word))
    return sorted(found)


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
