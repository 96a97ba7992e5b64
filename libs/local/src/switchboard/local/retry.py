"""Waiting for something to become true."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def until(
    is_true: Callable[[], Awaitable[bool]], *, seconds: float = 60, pause: float = 0.1
) -> None:
    """Ask again and again until the answer is yes.

    Raises:
        LocalError: It was still no after ``seconds``.
    """
    limit = time.monotonic() + seconds
    while not await is_true():
        if time.monotonic() > limit:
            raise LocalError(f"Nothing answered within {seconds:.0f} seconds: see the logs.")
        await asyncio.sleep(pause)
