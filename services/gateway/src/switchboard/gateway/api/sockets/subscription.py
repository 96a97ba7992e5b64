"""One conversation followed by one socket: snapshot first, then live frames without a hole."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from switchboard.contracts.socket import CloseCode
from switchboard.gateway.api.fanout.following import Feed, News, SharedFrame, events_frame
from switchboard.gateway.api.fanout.records import may_follow_close
from switchboard.gateway.api.sockets.outbox import Outbox
from switchboard.gateway.store.outage import OUTAGE

_MOST_WAITING = 10_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the read model holds of a conversation after a number.

    Attributes:
        frame: the `subscribed` frame.
        last: the number of its last event; the asked-for one if it has none.
        more: whether further events are stored already.
        closed_at: the number at which the user's conversation was closed, if it is.
    """

    frame: str
    last: int
    more: bool
    closed_at: int | None = None


Read = Callable[[int], Awaitable[Snapshot | None]]
"""Reads a snapshot after a number, once the read model has reached the fan-out; None if it did
not in time."""


class Subscription:
    """Merges a snapshot with what is heard live, by number.

    While a snapshot is read, live news waits. A hole between two live events takes the same path
    as a new subscription: only what the read model holds fills it. A close that the snapshot knows
    of stops what may not follow it, also if this process never heard the close (design §4).
    """

    def __init__(
        self, conversation: str, after: int, *, outbox: Outbox, feed: Feed, read: Read
    ) -> None:
        self._conversation = conversation
        self._last = after
        self._outbox = outbox
        self._feed = feed
        self._read = read
        self._closed_at: int | None = None
        self._waiting: list[News] = []
        self._catching_up: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Hear from now on, and read what came before."""
        self._feed.follow(self._conversation, self)
        self._catch_up()

    def stop(self) -> None:
        """Hear no longer."""
        self._feed.unfollow(self._conversation, self)
        if self._catching_up is not None:
            self._catching_up.cancel()

    def tell(self, frame: str) -> None:
        """Send a frame without a number."""
        self._outbox.put(frame)

    def hear(self, news: list[News], frame: SharedFrame) -> None:
        """Send what follows without a hole; otherwise wait and read."""
        if self._catching_up is not None:
            self._wait(news)
        elif self._closed_at is None and _follows(self._last, news):
            self._last = news[-1].number
            self._outbox.put(frame.text())
        else:
            self._hear_part(news)

    def _hear_part(self, news: list[News]) -> None:
        """Some of the news is known, or some is missing."""
        fresh = self._fresh(news)
        if not fresh:
            return
        if _follows(self._last, fresh):
            self._last = fresh[-1].number
            self._outbox.put(events_frame(self._conversation, fresh))
        else:
            self._wait(fresh)
            self._catch_up()

    def _fresh(self, news: list[News]) -> list[News]:
        """What the client does not have and may see."""
        return _after(self._last, [item for item in news if self._may_be_seen(item)])

    def _may_be_seen(self, item: News) -> bool:
        closed_at = self._closed_at
        if closed_at is None or item.number <= closed_at or may_follow_close(item.body):
            return True
        structlog.get_logger("fanout").error(
            "public record after close dropped",
            conversation=self._conversation,
            number=item.number,
        )
        return False

    def _wait(self, news: list[News]) -> None:
        self._waiting.extend(news)
        if len(self._waiting) > _MOST_WAITING:
            self._outbox.close(int(CloseCode.CATCHING_UP))

    def _catch_up(self) -> None:
        self._catching_up = asyncio.ensure_future(self._caught_up())

    async def _caught_up(self) -> None:
        before, more = self._last, True
        while more:
            snapshot = await self._read_or_none()
            if snapshot is None:
                self._outbox.close(int(CloseCode.CATCHING_UP))
                return
            self._outbox.put(snapshot.frame)
            self._last, more = snapshot.last, snapshot.more
            self._closed_at = snapshot.closed_at
        self._go_on(read_something=self._last > before)

    async def _read_or_none(self) -> Snapshot | None:
        try:
            return await self._read(self._last)
        except OUTAGE:
            return None

    def _go_on(self, *, read_something: bool) -> None:
        """Send what was heard meanwhile; a hole that the read model cannot fill ends the socket."""
        self._catching_up = None
        waiting, self._waiting = self._waiting, []
        fresh = self._fresh(waiting)
        if fresh and not read_something and not _follows(self._last, fresh):
            self._outbox.close(int(CloseCode.CATCHING_UP))
        elif fresh:
            self._hear_part(fresh)


def _follows(last: int, news: list[News]) -> bool:
    """Whether the news goes on right after `last`, one by one."""
    return all(item.number == last + step for step, item in enumerate(news, start=1))


def _after(last: int, news: list[News]) -> list[News]:
    """The news past `last`, each once: what an engine published again is passed over."""
    fresh: list[News] = []
    for item in news:
        if item.number > last:
            fresh.append(item)
            last = item.number
    return fresh
