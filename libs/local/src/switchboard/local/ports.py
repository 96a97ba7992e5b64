"""Ports of one state folder: chosen free the first time, then remembered."""

from __future__ import annotations

import errno
import json
import secrets
import socket
from typing import TYPE_CHECKING

from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from pathlib import Path

# Below the range from which systems take the near end of outgoing connections, so that a
# remembered port is not lost to somebody's passing connection.
RANGE = range(20_000, 32_000)


def is_taken(port: int) -> bool:
    """Whether something listens on this loopback port, in either version of IP."""
    return _is_taken(socket.AF_INET, "127.0.0.1", port) or _is_taken(socket.AF_INET6, "::1", port)


def _is_taken(family: socket.AddressFamily, address: str, port: int) -> bool:
    try:
        with socket.socket(family) as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind((address, port))
    except OSError as error:
        # Anything else means that the machine lacks this version of IP.
        return error.errno == errno.EADDRINUSE
    return False


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    for _ in range(1_000):
        port = secrets.choice(RANGE)
        if not is_taken(port):
            return port
    raise LocalError(f"No port between {RANGE.start} and {RANGE.stop} is free: stop some program.")


class Ports:
    """The remembered ports of one state folder; read anew each time, as others write them too."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def port(self, name: str, preferred: int | None = None) -> int:
        """The port of this name; the first time ``preferred`` if free, else any free one."""
        known: dict[str, int] = json.loads(self.file.read_text()) if self.file.exists() else {}
        if name not in known:
            known[name] = _choose(preferred, taken=set(known.values()))
            new = self.file.with_suffix(".new")
            new.write_text(json.dumps(known, indent=2))
            new.replace(self.file)
        return known[name]

    def require_free(self, name: str) -> None:
        """Refuse to start on a port that another program has taken meanwhile.

        Raises:
            LocalError: The remembered port is taken.
        """
        port = self.port(name)
        if is_taken(port):
            raise LocalError(
                f"Port {port}, where {name} of this folder listens, is taken by another program: "
                f"stop that program, or delete {self.file} to have new ports chosen."
            )


def _choose(preferred: int | None, taken: set[int]) -> int:
    if preferred is not None and preferred not in taken and not is_taken(preferred):
        return preferred
    port = free_port()
    return _choose(None, taken) if port in taken else port
