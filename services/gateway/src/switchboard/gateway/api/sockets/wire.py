"""A WebSocket under uvicorn's HTTP server, parsed by picows in C instead of in Python.

uvicorn hands each upgraded connection to the class that its `ws` setting names. The application
opens the socket with ASGI messages as ever; once it is open, its session reads and writes the wire
itself, past the web framework's layers (decision 0013).

picows names its protocol class without describing it, so a test pins the version it was read in.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from struct import Struct
from typing import Any, TypeAlias, cast
from urllib.parse import unquote

from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]
from starlette.websockets import WebSocket
from uvicorn.config import Config
from uvicorn.protocols.utils import get_local_addr, get_remote_addr
from uvicorn.server import ServerState

READ_IN = "2.3.1"
"""The picows version whose `WSProtocol` is built below."""

_EXTENSION = "switchboard.wire"
_MOST_UNREAD = 32
"""Messages that came and were not read yet; past it no more is taken from the network."""
_CLOSE_SECONDS = 10.0
_HANDSHAKE_SECONDS = 5.0
_FIRST_BUFFER_BYTES = 4_096

_FINE, _NO_CODE, _NO_TEXT, _TOO_BIG, _BROKEN, _RESTARTING = 1000, 1005, 1007, 1009, 1011, 1012

_SHORT, _MEDIUM, _LONG = Struct("!BB"), Struct("!BBH"), Struct("!BBQ")
_WHOLE_TEXT = 0x81

Heard: TypeAlias = "str | bytes | None"
"""A text, a binary message, or None once the client is gone."""


def framed(frame: str | bytes) -> bytes:
    """A text message, or its UTF-8, as it goes over the wire."""
    text = frame.encode() if isinstance(frame, str) else frame
    size = len(text)
    if size < 126:  # noqa: PLR2004 - RFC 6455, 5.2
        return _SHORT.pack(_WHOLE_TEXT, size) + text
    if size < 65_536:  # noqa: PLR2004
        return _MEDIUM.pack(_WHOLE_TEXT, 126, size) + text
    return _LONG.pack(_WHOLE_TEXT, 127, size) + text


def wire_of(socket: WebSocket) -> "Wire":
    """The wire of an ASGI socket."""
    wire: Wire = socket.scope["extensions"][_EXTENSION]
    return wire


class Wire(WSListener):
    """One open socket.

    While many messages wait to be read, no more is taken from the network, so a client that is too
    fast is slowed down. Whoever writes waits for `writable`; a client that does not read holds it
    up.
    """

    def __init__(self, config: Config, state: ServerState, app_state: dict[str, Any]) -> None:
        self._config = config
        self._state = state
        self._app_state = app_state
        self._loop = asyncio.get_running_loop()
        self._unread: deque[Heard] = deque()
        self._reader: asyncio.Future[None] | None = None
        self._is_paused = False
        self._parts: list[bytes] = []
        self._is_text = True
        self._is_open = False
        self._is_accepted = False
        self.close_code = _NO_CODE
        """How the client ended the socket, once it has."""
        self.writable = asyncio.Event()
        self.writable.set()

    # What a session uses --------------------------------------------------------------------------

    async def read(self) -> Heard:
        """The next message."""
        while not self._unread:
            self._reader = self._loop.create_future()
            await self._reader
        heard = self._unread.popleft()
        if heard is None:
            self._unread.append(None)
        if self._is_paused and not self._unread:
            self._is_paused = False
            self._network.resume_reading()
        return heard

    def write(self, frames: Iterable[bytes]) -> None:
        """Send what `framed` made, as one piece; nothing once the socket has ended."""
        if self._is_open:
            self._network.write(b"".join(frames))

    def close(self, code: int, reason: str = "") -> None:
        """Say why the socket ends; it does when the client agrees, or does not for too long."""
        if not self._is_open:
            return
        self._is_open = False
        self._transport.send_close(cast("WSCloseCode", code), reason.encode())
        if self._is_paused:  # else the client's agreement is never read
            self._network.resume_reading()
        self._loop.call_later(_CLOSE_SECONDS, self._transport.disconnect)

    # What picows calls ----------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done: the application takes the socket."""
        self._transport = transport
        self._network: asyncio.Transport = transport.underlying_transport
        self._is_open = True
        task = self._loop.create_task(self._serve())
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Something came; pings are answered already."""
        kind = frame.msg_type
        if kind is WSMsgType.TEXT and frame.fin and not self._parts:
            self._hear_text(frame.get_payload_as_bytes())
        elif kind is WSMsgType.CLOSE:
            self.close_code = _code_of(frame.get_payload_as_bytes())
            self.close(_agreed(self.close_code))
            transport.disconnect()
        elif kind in _DATA:
            self._collect(frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The connection is gone."""
        del transport
        self._is_open = False
        self._hear(None)
        self.writable.set()
        self._state.connections.discard(self)

    def pause_writing(self) -> None:
        """The client reads too slowly."""
        self.writable.clear()

    def resume_writing(self) -> None:
        """It has caught up."""
        self.writable.set()

    def shutdown(self) -> None:
        """End because the server does; uvicorn asks every connection."""
        self.close(_RESTARTING)

    def _collect(self, frame: WSFrame) -> None:
        """A binary message, or a part of one that came in several frames."""
        if frame.msg_type is not WSMsgType.CONTINUATION:
            self._is_text = frame.msg_type is WSMsgType.TEXT
            self._parts.clear()
        self._parts.append(frame.get_payload_as_bytes())
        if sum(map(len, self._parts)) > self._config.ws_max_size:
            self.close(_TOO_BIG)
        elif frame.fin:
            whole = b"".join(self._parts)
            self._parts.clear()
            if self._is_text:
                self._hear_text(whole)
            else:
                self._hear(whole)

    def _hear_text(self, payload: bytes) -> None:
        try:
            self._hear(payload.decode())
        except UnicodeDecodeError:
            self.close(_NO_TEXT)

    def _hear(self, heard: Heard) -> None:
        self._unread.append(heard)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
        if len(self._unread) > _MOST_UNREAD and not self._is_paused and self._is_open:
            self._is_paused = True
            self._network.pause_reading()

    # ASGI -----------------------------------------------------------------------------------------

    async def _serve(self) -> None:
        try:
            await self._config.loaded_app(self._scope(), self._receive, self._send)
        except Exception:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
            self.close(_BROKEN)
        else:
            self.close(_FINE)

    def _scope(self) -> dict[str, Any]:
        request = self._transport.request
        path, _, query = request.path.decode("latin-1").partition("?")
        return {
            "type": "websocket",
            "asgi": {"version": self._config.asgi_version, "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "server": get_local_addr(self._network),
            "client": get_remote_addr(self._network),
            "root_path": self._config.root_path,
            "path": self._config.root_path + unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in request.headers.items()
            ],
            "subprotocols": [],
            "state": self._app_state.copy(),
            "extensions": {_EXTENSION: self},
        }

    async def _receive(self) -> dict[str, Any]:
        if not self._is_accepted:
            self._is_accepted = True
            return {"type": "websocket.connect"}
        heard = await self.read()
        if heard is None:
            return {"type": "websocket.disconnect", "code": self.close_code}
        return {"type": "websocket.receive", "text" if isinstance(heard, str) else "bytes": heard}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await self.writable.wait()
            self.write([framed(message["text"])])
        elif message["type"] == "websocket.close":
            self.close(message.get("code", _FINE), message.get("reason") or "")


_DATA = frozenset({WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION})


def _code_of(payload: bytes) -> int:
    """Why the client ended the socket."""
    return int.from_bytes(payload[:2]) if len(payload) > 1 else _NO_CODE


def _agreed(code: int) -> int:
    """The code that answers a client's: its own, unless it is none that may be sent."""
    return _FINE if code == _NO_CODE else code


class WireProtocol(WSProtocol):  # type: ignore[misc]
    """What uvicorn makes of a connection that asks to become a WebSocket (its `ws` setting)."""

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, Any]
    ) -> None:
        wire = Wire(config, server_state, app_state)
        super().__init__(
            None,  # host and path are a client's
            None,
            False,  # is no client
            lambda _: wire,
            logging.getLogger("picows.server"),
            True,  # end on an exception
            _HANDSHAKE_SECONDS,
            False,  # no pings: the protocol has its own (rule P1)
            20,
            20,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            True,  # answer pings
            config.ws_max_size,
            None,
            _FIRST_BUFFER_BYTES,
        )
        server_state.connections.add(wire)  # type: ignore[arg-type]  # has what it asks: `shutdown`

    def data_received(self, data: bytes) -> None:
        """Take the upgrade request; what follows comes into picows' own buffer."""
        rest = memoryview(data)
        while rest:
            space = self.get_buffer(-1)
            size = min(len(space), len(rest))
            space[:size] = rest[:size]
            self.buffer_updated(size)
            rest = rest[size:]
