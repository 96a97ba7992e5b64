"""What is done once every part is ready, in this order: a table to add rows to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from switchboard.local import demo


@dataclass(frozen=True)
class Addresses:
    """Where a step finds the running Switchboard.

    Attributes:
        gateway: Panel, widget and API, such as ``http://localhost:8800``.
        demo: The demo page, such as ``http://127.0.0.1:8900``.
    """

    gateway: str
    demo: str


Step = Callable[[Addresses], Awaitable[None]]

AFTER_READY: tuple[Step, ...] = (demo.seed,)
"""Each step uses only the public API, and does nothing when it was done before."""
