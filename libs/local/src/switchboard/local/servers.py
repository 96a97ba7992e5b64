"""What the supervisor and the tests need to know of an embedded server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from switchboard.local.children import Command


class Server(Protocol):
    """An embedded server: prepared, started as a child, asked whether it is ours and ready."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def folder(self) -> Path:
        """Where it keeps everything."""

    @property
    def port(self) -> int:
        """The loopback port of its clients."""

    @property
    def stop_signal(self) -> int:
        """The signal upon which it stops quickly and cleanly."""

    def prepare(self) -> None:
        """Make the folder ready for a start; slow the first time only."""

    def command(self) -> Command:
        """What to run."""

    async def is_ready(self) -> bool:
        """Whether it serves; raises LocalError when a stranger answers on its port."""
