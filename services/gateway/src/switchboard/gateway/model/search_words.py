"""What people type into a search box, as words."""

import re

MOST_WORDS = 8
"""Each is one more condition of a query; what is typed after them is left out."""
FEWEST_LETTERS = 3
"""Of what a trigram index can find; shorter words would be looked for in every row."""

_WILDCARD = re.compile(r"([%_\\])")
_ESCAPED = r"\\\1"
_NUMBER = re.compile(r"#?(\d{1,18})")


def words_of(text: str) -> tuple[str, ...]:
    """The words, each once, in order."""
    return tuple(dict.fromkeys(text.split()))[:MOST_WORDS]


def long_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those that messages are searched for; the others narrow nothing."""
    return tuple(word for word in words if len(word) >= FEWEST_LETTERS)


def ticket_number(word: str) -> int | None:
    """The number of a ticket that a word may name: `41` or `#41`."""
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None


def like_pattern(word: str) -> str:
    """The word anywhere, for SQL's LIKE; its own wildcards mean themselves."""
    return f"%{_WILDCARD.sub(_ESCAPED, word)}%"
