"""The logs of a running system."""

from collections.abc import Iterator
from pathlib import Path

_PATTERNS = ("*.log", "*.out")


def logs(folder: Path) -> Iterator[str]:
    """The text of every log below the folder of a system's state."""
    for pattern in _PATTERNS:
        for file in folder.rglob(pattern):
            # Below `data` lie the segments of topics and the rows of tables, no logs.
            if "data" not in file.relative_to(folder).parts:
                yield file.read_text(errors="replace")
