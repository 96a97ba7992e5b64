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
        self._kept: dict[int, socket.socket] = {}

    def port(self, name: str, preferred: int | None = None) -> int:
        """The port of this name; the first time ``preferred`` if free, else any free one.

        A preferred port is kept from others from its choice to :meth:`let_go`: they would
        prefer the same one, and a first start takes minutes.
        """
        known: dict[str, int] = json.loads(self.file.read_text()) if self.file.exists() else {}
        if name not in known:
            wins = preferred is not None and self._keep(preferred)
            known[name] = preferred if preferred and wins else _choose(set(known.values()))
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
        if port not in self._kept and is_taken(port):
            raise LocalError(
                f"Port {port}, where {name} of this folder listens, is taken by another program: "
                f"stop that program, or delete {self.file} to have new ports chosen."
            )

    def let_go(self) -> None:
        """Leave the ports that were kept to the programs that are about to listen there."""
        for kept in self._kept.values():
            kept.close()
        self._kept.clear()

    def _keep(self, port: int) -> bool:
        """Listen on the port, which of two that choose at once only one can; false if taken."""
        if is_taken(port):
            return False
        try:
            self._kept[port] = socket.create_server(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _choose(taken: set[int]) -> int:
    port = free_port()
    return _choose(taken) if port in taken else port
