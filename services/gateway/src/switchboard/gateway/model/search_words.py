"""What people type into a search box, as words."""

import re
import unicodedata

MOST_WORDS = 8
"""Each is one more condition of a query; what is typed after them is left out."""
_WILDCARD = re.compile(r"([%_\\])")
_ESCAPED = r"\\\1"
_THREE_IN_A_ROW = re.compile(r"[^\W_]{3}")
_NUMBER = re.compile(r"#?(\d{1,18})")


def words_of(text: str) -> tuple[str, ...]:
    """The words, each once, in order, and with each accent in the letter it is on."""
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", text).split()))[:MOST_WORDS]


def is_short(word: str) -> bool:
    """Whether a word is found as a whole one only: it has no trigram that an index could find."""
    return _THREE_IN_A_ROW.search(word) is None


def is_word(word: str) -> bool:
    """Whether there is a letter or digit in it; signs alone are in no index."""
    return any(character.isalnum() for character in word)


def findable(words: tuple[str, ...]) -> bool:
    """Whether an index can find messages by these words; signs only narrow what others find."""
    return any(is_word(word) for word in words)


def ticket_number(word: str) -> int | None:
    """The number of a ticket that a word may name: `41` or `#41`."""
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None


def like_pattern(word: str) -> str:
    """The word anywhere, for SQL's LIKE; its own wildcards mean themselves."""
    return f"%{_WILDCARD.sub(_ESCAPED, word)}%"
