"""Sockets end with what opened them, a session, an API key or a token, wherever that ended."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from switchboard.contracts.socket import CloseCode
from switchboard.gateway.api.fanout.following import Hub
from switchboard.gateway.api.sockets.frames import marks_frame
from switchboard.gateway.store.outage import OUTAGE
from switchboard.gateway.store.read_marks import told_mark

CHANNEL = "credential_ended"
"""Every deleted row of `session` and `api_key` is told here, by triggers."""

VISITORS = "visitor_changed"
"""Every visitor who was identified or revoked is told here, by a trigger."""

READ_MARKS = "read_mark"
"""Every mark of how far a member has read is told here, by a trigger."""

_RETRY_SECONDS = 1.0


class EndedCredentials:
    """Hears what ended, on a connection of its own.

    While that is lost nothing is heard, so every socket looks again as soon as it is back.
    """

    def __init__(self, pool: asyncpg.Pool, hub: Hub) -> None:
        self._pool = pool
        self._hub = hub
        self.listening = asyncio.Event()
        """Set while endings are heard."""

    async def run(self) -> None:
        """Listen until cancelled, again whenever the connection is lost."""
        while True:
            try:
                async with self._pool.acquire() as connection:
                    await self._listen(connection)
            except OUTAGE as error:
                structlog.get_logger("ended").warning("lost", reason=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _listen(self, connection: Any) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, self._ended)
        await connection.add_listener(VISITORS, self._visitor_changed)
        await connection.add_listener(READ_MARKS, self._mark_moved)
        self.listening.set()
        self._hub.all_look_again()
        try:
            await lost.wait()
        finally:
            self.listening.clear()
            if not connection.is_closed():
                await connection.remove_listener(CHANNEL, self._ended)
                await connection.remove_listener(VISITORS, self._visitor_changed)
                await connection.remove_listener(READ_MARKS, self._mark_moved)

    def _ended(self, _connection: Any, _process: int, _channel: str, payload: object) -> None:
        self._hub.end_credential(bytes.fromhex(str(payload)), int(CloseCode.NOT_SIGNED_IN))

    def _visitor_changed(
        self, _connection: Any, _process: int, _channel: str, payload: object
    ) -> None:
        self._hub.look_again(UUID(str(payload)))

    def _mark_moved(self, _connection: Any, _process: int, _channel: str, payload: object) -> None:
        member_id, mark = told_mark(str(payload))
        self._hub.tell_member(member_id, marks_frame([mark]))
