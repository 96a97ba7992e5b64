"""Fetches jars from Maven's registry; each is checked against the lock before it is kept."""

from __future__ import annotations

import errno
import shutil
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import requests
from rich.console import Console
from rich.progress import track

from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from pathlib import Path

    from jgo.maven import MavenContext

    from switchboard.local.jars import Jar

THREADS = 8
TIMEOUT_SECONDS = 60


def fetch_all(jars: list[Jar], staging: Path, folder: Path) -> None:
    """Download into ``staging``; only what is checked reaches ``folder``.

    Raises:
        LocalError: The registry cannot be reached, a file differs, or the disk is full.
    """
    shutil.rmtree(staging, ignore_errors=True)
    try:
        _fetch_all(jars, staging, folder)
    except (requests.RequestException, RuntimeError) as error:
        raise LocalError(
            "Apache Kafka could not be downloaded because the Maven registry cannot be reached: "
            "check the network or proxy, then run the same command again; what arrived is kept."
        ) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise LocalError(f"The disk of {folder} is full: make room, then run again.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _fetch_all(jars: list[Jar], staging: Path, folder: Path) -> None:
    context = _maven(staging)
    with ThreadPoolExecutor(max_workers=THREADS) as threads:
        downloads = threads.map(lambda jar: fetch(jar, context, staging, folder), jars)
        label, console = "Downloading Apache Kafka, once", Console(stderr=True)
        list(track(downloads, label, total=len(jars), console=console))


def fetch(jar: Jar, context: MavenContext, staging: Path, folder: Path) -> None:
    """Download one jar."""
    group, artifact, version = jar.coordinates()
    context.project(group, artifact).at_version(version).artifact().resolve()
    jar.accept(staging, folder)


def _maven(staging: Path) -> MavenContext:
    """Maven's rules and registry.

    Importing it asks for a runtime folder that not every machine has, and warns about it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jgo.maven import MavenContext  # noqa: PLC0415
    return MavenContext(repo_cache=staging, timeout=TIMEOUT_SECONDS)
