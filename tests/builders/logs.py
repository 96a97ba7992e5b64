"""What running processes log, and what must not stand in it."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SHORTEST_WORD, SHORTEST, SHORTEST_VALUE = 12, 8, 5
"""A shorter word, and whatever is shorter still, may stand in a sentence of a log by chance.

Such a one is sought as a whole value, as JSON, a traceback or `name=value` have it: there "first"
is no part of "Sign in first". Without a letter, or with few signs, it is not sought: values are
numbers and names, too.
"""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A text that is nothing but one is not sought: logs are made of ids, which prove nothing."""

_VALUE_BEGINS, _VALUE_ENDS = re.compile(r"""["'=]"""), re.compile(r"""["'\s]|$""")

_PATTERNS = ("*.log", "*.out")
_SHOWN = 300


def logs(folder: Path) -> Iterator[str]:
    """The text of every log in a folder, and in the folders of systems and servers below it."""
    for pattern in _PATTERNS:
        for file in folder.rglob(pattern):
            # Below `data` lie the segments of topics and the rows of tables, no logs.
            if "data" not in file.relative_to(folder).parts:
                yield file.read_text(errors="replace")


class Logged:
    """Everything that was logged during a test run, whichever process said it."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def keep(self, text: str) -> None:
        """Something that a process wrote."""
        self._texts.append(text)

    def lines_with(self, unspeakable: Iterable[str]) -> list[str]:
        """The lines that hold any of this: as it is, or as JSON or a traceback spells it.

        What takes several lines is sought line by line, what is short as a whole value.
        """
        sought = _Sought(unspeakable)
        lines = {line for text in self._texts for line in text.splitlines()}
        found = ((line, sought.first_in(line)) for line in lines)
        return sorted(f"{one!r} in {line[:_SHOWN]}" for line, one in found if one)


class _Sought:
    """Many strings, all found in one pass over a line.

    What is long is known by how it begins, wherever that is; what is short, only as a whole value.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        self._by_beginning: dict[str, list[str]] = {}
        self._short: set[str] = set()
        for spelled in {spelling for string in strings for spelling in _spellings(string)}:
            if _is_short(spelled):
                self._short.add(spelled)
            else:
                self._by_beginning.setdefault(spelled[:SHORTEST], []).append(spelled)

    def first_in(self, line: str) -> str | None:
        """The first of them that stands in a line."""
        return self._long_in(line) or self._short_in(line)

    def _long_in(self, line: str) -> str | None:
        known = self._by_beginning
        for place in range(len(line) - SHORTEST + 1):
            for one in known.get(line[place : place + SHORTEST], ()):
                if line.startswith(one, place):
                    return one
        return None

    def _short_in(self, line: str) -> str | None:
        for begins in _VALUE_BEGINS.finditer(line):
            for ends in _VALUE_ENDS.finditer(line, begins.end(), begins.end() + SHORTEST_WORD):
                if (value := line[begins.end() : ends.start()]) in self._short:
                    return value
        return None


def _is_short(spelled: str) -> bool:
    return len(spelled) < (SHORTEST if " " in spelled.strip() else SHORTEST_WORD)


def _says_nothing(spelled: str) -> bool:
    return len(spelled) < SHORTEST_VALUE or not any(map(str.isalpha, spelled))


def _spellings(string: str) -> Iterator[str]:
    in_json = (json.dumps(string, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
    if _ID.fullmatch(string):
        return
    for spelled in (*string.splitlines(), *in_json, repr(string)[1:-1]):
        if spelled.strip() and not (_is_short(spelled) and _says_nothing(spelled)):
            yield spelled
