"""The inbox's live feed: the newest snapshot of each conversation, joined for all team sockets."""

import asyncio

from switchboard.gateway.api.fanout.following import Hub

_EVERY_SECONDS = 0.05
_BYTES_A_SECOND = 8_000_000
_SLOWEST_SECONDS = 2.0


class InboxFeed:
    """Collects snapshots and sends them at most every 50 ms.

    The more they weigh times the sockets they go to, the longer the pause, so that busy
    inboxes cost a bounded share of the process.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._newest: dict[str, bytes] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._pause = _EVERY_SECONDS

    def changed(self, conversation: str, snapshot: bytes) -> None:
        """A newer snapshot of a conversation."""
        self._newest[conversation] = snapshot
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._send)

    def _send(self) -> None:
        self._timer = None
        listeners = self._hub.listeners()
        frame = inbox_frame(list(self._newest.values()))
        self._newest.clear()
        for listener in listeners:
            listener.tell(frame)
        needed = len(frame) * len(listeners) / _BYTES_A_SECOND
        self._pause = min(max(_EVERY_SECONDS, needed), _SLOWEST_SECONDS)


def inbox_frame(snapshots: list[bytes]) -> bytes:
    """An `inbox` frame with the records' own JSON, as the bytes that all its sockets are sent."""
    return b'{"frame":"inbox","conversations":[%b]}' % b",".join(snapshots)
