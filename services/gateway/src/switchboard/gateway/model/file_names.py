"""Names of files, as strangers chose them: made harmless before anybody's computer sees them."""

import re
import unicodedata

LONGEST_NAME = 200
"""In bytes of UTF-8; with it every file system is content."""

NAMELESS = "file"
_SEPARATORS = re.compile(r"[/\\]")
_RESERVED = re.compile(r'[<>:"|?*]')
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode's categories of what is not seen: control characters, changes of direction, line ends."""
_LONGEST_ENDING = 20


def safe_name(name: str) -> str:
    """A name without folders, hidden characters, or what a file system takes for its own."""
    last = _SEPARATORS.split(name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in _HIDDEN)
    plain = " ".join(_RESERVED.sub("_", seen).split()).strip(". ")
    return _shortened(plain) or NAMELESS


def _shortened(name: str) -> str:
    """At most `LONGEST_NAME` bytes, with the ending kept."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > _LONGEST_ENDING:
        return _cut(name, LONGEST_NAME).strip(". ")
    return _cut(stem, LONGEST_NAME - len(ending.encode()) - 1).strip(". ") + "." + ending


def _cut(text: str, longest: int) -> str:
    return text.encode()[:longest].decode("utf-8", "ignore")
