"""`/livez` and `/readyz` of a process, on its own loopback port."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

_REQUEST_LIMIT = 8_192
_READ_SECONDS = 5.0


def _answer(status: str, body: str) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n"
        f"Connection: close\r\n\r\n{body}"
    ).encode()


def _reply(path: str, ready: bool) -> bytes:  # noqa: FBT001 - private, one caller
    if path == "/livez":
        return _answer("200 OK", "alive\n")
    if path == "/readyz":
        return _answer("200 OK", "ready\n") if ready else _answer("503 Not Ready", "not ready\n")
    return _answer("404 Not Found", "only /livez and /readyz\n")


@asynccontextmanager
async def answering_health(
    host: str, port: int | None, is_ready: Callable[[], bool]
) -> AsyncIterator[None]:
    """Answer while the block runs; nothing listens if no port is given."""
    if port is None:
        yield
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_READ_SECONDS):
                request = await reader.readuntil(b"\r\n")
                parts = request.decode("latin-1").split(" ")
                writer.write(_reply(parts[1] if len(parts) > 1 else "", is_ready()))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever asked is gone or speaks no HTTP; there is nobody to tell
        finally:
            writer.close()

    server = await asyncio.start_server(answer, host, port, limit=_REQUEST_LIMIT)
    async with server:
        yield
