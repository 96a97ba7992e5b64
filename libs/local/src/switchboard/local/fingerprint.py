"""Knowing whether a folder of sources has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_INPUT = {"node_modules", "dist", "coverage", "test-results", ".vite", "__pycache__"}


def fingerprint(folder: Path) -> str:
    """A text that changes with the name or content of any of its source files."""
    total = hashlib.sha256()
    for file in _inputs(folder):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(folder)} {content}\n".encode())
    return total.hexdigest()


def _inputs(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - NOT_INPUT)
        for name in sorted(names):
            if not name.endswith(".tsbuildinfo"):
                yield Path(parent, name)
