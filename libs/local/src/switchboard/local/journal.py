"""Every child's output: on the terminal with a coloured name, and in a file of bounded size."""

from __future__ import annotations

import logging
import os
import sys
from itertools import cycle
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

COLOURS = cycle((36, 33, 32, 35, 34, 96, 93, 92, 95, 94))
MAX_BYTES = 5_000_000
WIDTH = 20


class Journal:
    """Writes lines under the name of whoever said them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loggers: dict[str, logging.Logger] = {}

    def file(self, name: str) -> Path:
        """Where the lines of this name are kept."""
        return self.folder / f"{name}.log"

    def say(self, name: str, line: str) -> None:
        """Write one line."""
        if name not in self._loggers:
            self._loggers[name] = self._logger(name)
        # Passed as a value: a percent sign in the line is no format.
        self._loggers[name].info("%s", line)

    async def follow(self, name: str, stream: asyncio.StreamReader) -> None:
        """Write a child's output, line by line, until it ends."""
        rest = b""
        while chunk := await stream.read(65_536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self.say(name, line.decode(errors="replace").rstrip())
        if rest:
            self.say(name, rest.decode(errors="replace"))

    def close(self) -> None:
        """Close the files."""
        for logger in self._loggers.values():
            for handler in list(logger.handlers):
                logger.removeHandler(handler)
                handler.close()
        self._loggers.clear()

    def _logger(self, name: str) -> logging.Logger:
        # Not one of Python's named loggers: nothing else may write here or read along.
        logger = logging.Logger(name, logging.INFO)  # noqa: LOG001
        kept = RotatingFileHandler(self.file(name), maxBytes=MAX_BYTES, backupCount=1)
        shown = logging.StreamHandler(sys.stdout)
        shown.setFormatter(logging.Formatter(_prefix(name) + "%(message)s"))
        for handler in (kept, shown):
            logger.addHandler(handler)
        return logger


def _prefix(name: str) -> str:
    text = f"{name:<{WIDTH}} "
    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    return text if plain else f"\x1b[{next(COLOURS)}m{text}\x1b[0m"
