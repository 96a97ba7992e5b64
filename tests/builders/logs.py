"""What running processes log, and what must not stand in it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

SHORTEST_WORD, SHORTEST = 12, 8
"""A shorter word, and whatever is shorter still, may stand in a log by chance."""

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

        What takes several lines is sought line by line; what is too short is not sought.
        """
        sought = _Sought(unspeakable)
        lines = {line for text in self._texts for line in text.splitlines()}
        found = ((line, sought.first_in(line)) for line in lines)
        return sorted(f"{one!r} in {line[:_SHOWN]}" for line, one in found if one)


class _Sought:
    """Many strings, all found in one pass over a line by how they begin."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._by_beginning: dict[str, list[str]] = {}
        for spelled in {spelling for string in strings for spelling in _spellings(string)}:
            self._by_beginning.setdefault(spelled[:SHORTEST], []).append(spelled)

    def first_in(self, line: str) -> str | None:
        """The first of them that stands in a line."""
        known = self._by_beginning
        for place in range(len(line) - SHORTEST + 1):
            for one in known.get(line[place : place + SHORTEST], ()):
                if line.startswith(one, place):
                    return one
        return None


def _spellings(string: str) -> Iterator[str]:
    in_json = (json.dumps(string, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
    for spelled in (*string.splitlines(), *in_json, repr(string)[1:-1]):
        shortest = SHORTEST if " " in spelled.strip() else SHORTEST_WORD
        if len(spelled) >= shortest and spelled.strip():
            yield spelled
