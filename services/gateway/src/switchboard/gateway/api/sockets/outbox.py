"""What a socket still has to send: bounded, so that a slow client cannot hold the others up."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from switchboard.contracts.socket import CloseCode

Sent: TypeAlias = Callable[[], None]
"""What is done once the socket has a frame."""

Frame: TypeAlias = str | bytes
"""Text, or the UTF-8 of one that goes to many sockets."""

Send: TypeAlias = Callable[[Sequence[Frame]], Awaitable[None]]
"""Sends frames as one piece, once the client reads."""

MOST_CHARACTERS = 4_000_000
"""Waiting in one socket; past it the client is told that it is too slow (4008)."""


class Outbox:
    """Frames in order, then at most one close code."""

    def __init__(self, most_characters: int = MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._frames: deque[tuple[Frame, Sent | None]] = deque()
        self._weight = 0
        self._news = asyncio.Event()
        self.closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """The close code, once the socket has to end."""

    def put(self, frame: Frame, then: Sent | None = None) -> None:
        """Queue a frame; past the limit the socket ends instead."""
        if self.closing.done():
            return
        self._weight += len(frame)
        if self._weight > self._most:
            self.close(int(CloseCode.TOO_SLOW))
            return
        self._frames.append((frame, then))
        self._news.set()

    def close(self, code: int) -> None:
        """End the socket with this code; the first code counts."""
        if not self.closing.done():
            self.closing.set_result(code)

    async def send_all(self, send: Send) -> None:
        """Send frames as they come, until cancelled."""
        while True:
            await self._news.wait()
            await self.flush(send)

    async def flush(self, send: Send) -> None:
        """Send what is queued now, joined: a socket that has much to hear costs one write."""
        self._news.clear()
        while self._frames:
            frames = [frame for frame, _ in self._frames]
            await send(frames)
            for _ in frames:
                frame, then = self._frames.popleft()
                self._weight -= len(frame)
                if then is not None:
                    then()
