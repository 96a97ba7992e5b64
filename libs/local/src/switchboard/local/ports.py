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
    """The remembered ports of one state folder."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._known: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}

    def port(self, name: str, preferred: int | None = None) -> int:
        """The port of this name; the first time ``preferred`` if free, else any free one."""
        if name not in self._known:
            usable = preferred is not None and not self._in_use(preferred)
            self._known[name] = preferred if usable and preferred else self._unused()
            self.file.write_text(json.dumps(self._known, indent=2))
        return self._known[name]

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

    def _in_use(self, port: int) -> bool:
        return port in self._known.values() or is_taken(port)

    def _unused(self) -> int:
        port = free_port()
        return self._unused() if port in self._known.values() else port
