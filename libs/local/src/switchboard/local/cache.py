"""Where downloads are kept: outside the repository, shared by all clones of a person."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Iterator


def cache_folder() -> Path:
    """The cache: ``SWITCHBOARD_CACHE``, or what the platform intends for caches."""
    chosen = os.environ.get("SWITCHBOARD_CACHE")
    folder = Path(chosen) if chosen else _platform_cache() / "switchboard"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder} cannot be created ({error.strerror}): set SWITCHBOARD_CACHE."
        raise LocalError(message) from error
    return folder.resolve()


def _platform_cache() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process of ours works in this folder, then keep others out."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def need_space(folder: Path, megabytes: int, purpose: str) -> None:
    """Refuse to begin what the disk cannot hold.

    Raises:
        LocalError: There is less room than ``megabytes``.
    """
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise LocalError(
            f"{purpose} needs {megabytes} MB in {folder} but {free} MB are free: "
            "make room there, then run the same command again."
        )
