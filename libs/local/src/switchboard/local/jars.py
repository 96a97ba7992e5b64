"""Kafka's 45 jars: fetched once through Maven's own ways, checked at every start."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from switchboard.local.cache import alone_in, cache_folder, need_space
from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from pathlib import Path

LOCK_FILE = "kafka-jars.lock"


@dataclass(frozen=True)
class Jar:
    """One line of the lock file: what a file must be, and where Maven keeps it."""

    sha256: str
    size: int
    path: str

    def is_intact(self, folder: Path) -> bool:
        """Whether the file in this Maven folder is exactly the locked one."""
        file = folder / self.path
        if not file.is_file() or file.stat().st_size != self.size:
            return False
        return hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256

    def accept(self, staging: Path, folder: Path) -> None:
        """Move what arrived in ``staging`` to ``folder``, if it is the locked file."""
        if not self.is_intact(staging):
            raise LocalError(
                f"{self.path} from the Maven registry is not the file that {LOCK_FILE} names: "
                "do not use it, and ask who runs your mirror."
            )
        (folder / self.path).parent.mkdir(parents=True, exist_ok=True)
        (staging / self.path).replace(folder / self.path)

    def coordinates(self) -> tuple[str, str, str]:
        """Maven's group, artifact and version."""
        *group, artifact, version, _ = self.path.split("/")
        return ".".join(group), artifact, version


def lock_text() -> str:
    """The committed lock file: SHA-256, size and Maven path of each jar."""
    return files("switchboard.local").joinpath(LOCK_FILE).read_text()


def locked_jars() -> list[Jar]:
    """What the committed lock file demands."""
    rows = [line.split() for line in lock_text().splitlines() if line]
    return [Jar(sha256, int(size), path) for sha256, size, path in rows]


def class_path(prefix: str) -> str:
    """Java's class path of all jars, seen from a folder where ``prefix`` leads to them."""
    return ":".join(f"{prefix}/{jar.path}" for jar in locked_jars())


def ensure_jars() -> Path:
    """The folder with every jar of the lock file; downloads what is missing or damaged.

    Raises:
        LocalError: The registry cannot be reached, a file differs, or the disk is full.
    """
    cache = cache_folder()
    folder = cache / "maven"
    with alone_in(folder):
        missing = [jar for jar in locked_jars() if not jar.is_intact(folder)]
        if missing:
            from switchboard.local import download  # noqa: PLC0415 - slow, for the first run only

            need_space(cache, 200, "Downloading Apache Kafka")
            download.fetch_all(missing, cache / "maven-staging", folder)
    return folder
