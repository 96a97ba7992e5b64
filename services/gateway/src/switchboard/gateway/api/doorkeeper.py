"""What every HTTP request passes first: origin, size, pace, and headers that protect browsers."""

import asyncio
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from switchboard.gateway.api.problems import problem_response
from switchboard.gateway.handlers.limits import Limits, too_many
from switchboard.gateway.model.addresses import neighbours
from switchboard.gateway.model.problems import Code, ProblemError

LONGEST_BODY = 131_072
"""Bytes of a request body or a socket frame."""

UPLOADS = "/v1/attachments/"
"""Under these addresses a body may be a file."""

_HEALTH = frozenset({"/livez", "/readyz"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' {sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {framed_by}"
)


class _TooLargeError(HTTPException):
    """FastAPI passes on only its own errors from reading a body."""

    def __init__(self) -> None:
        super().__init__(413)


class Doorkeeper:
    """Refuses foreign state changes, oversized bodies, and whoever asks too much of one address.

    Adds security headers to all answers.
    """

    def __init__(self, app: ASGIApp, origin: str, limits: Limits, most_file_bytes: int) -> None:
        self._app = app
        self._most_file_bytes = most_file_bytes
        self._origin = origin
        self._limits = limits
        host = urlsplit(origin).netloc
        self._sockets = f"{'wss' if origin.startswith('https') else 'ws'}://{host}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        protected = self._protecting(scope["path"], send)
        longest = self._longest(scope)
        problem = self._too_many(scope) or self._refusal(scope["method"], headers, longest)
        if problem is not None:
            await problem_response(problem)(scope, receive, protected)
            return
        await self._app(scope, _limited(receive, longest), protected)

    def _longest(self, scope: Scope) -> int:
        """The longest body: of a file, or of anything else."""
        is_file = scope["method"] == "PUT" and scope["path"].startswith(UPLOADS)
        return self._most_file_bytes if is_file else LONGEST_BODY

    def _refusal(self, method: str, headers: Headers, longest: int) -> ProblemError | None:
        if method in _SAFE_METHODS:
            return None
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > longest:
            return ProblemError(Code.TOO_LARGE, data={"most_bytes": longest})
        if self._foreign(headers):
            return ProblemError(Code.FOREIGN_ORIGIN, f"open the panel at {self._origin}")
        return None

    def _too_many(self, scope: Scope) -> ProblemError | None:
        """Whether this address has asked too much; who looks after the process is always told."""
        if scope["path"] in _HEALTH:
            return None
        address = neighbours(scope["client"][0] if scope["client"] else "")
        now = asyncio.get_running_loop().time()
        seconds = self._limits.wait([self._limits.of_address(address)], now)
        return too_many(Code.TOO_MANY_REQUESTS, seconds) if seconds else None

    def _foreign(self, headers: Headers) -> bool:
        """Whether a browser says that another site's page sends this."""
        origin = headers.get("origin")
        if origin is not None:
            return origin.lower() != self._origin
        return headers.get("sec-fetch-site") in {"cross-site", "same-site"}

    def _protecting(self, path: str, send: Send) -> Send:
        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._protect(path, MutableHeaders(scope=message))
            await send(message)

        return protected

    def _protect(self, path: str, headers: MutableHeaders) -> None:
        """The widget may be framed by any site, everything else by none."""
        in_widget = path.startswith("/widget/")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        policy = _POLICY.format(sockets=self._sockets, framed_by="*" if in_widget else "'none'")
        headers.setdefault("Content-Security-Policy", policy)  # a file brings a stricter one
        if not in_widget:
            headers["X-Frame-Options"] = "DENY"
        headers.setdefault("Cache-Control", _caching(path))
        headers.setdefault(
            "Cross-Origin-Resource-Policy",
            "cross-origin" if path == "/widget.js" or in_widget else "same-origin",
        )


def _caching(path: str) -> str:
    """Answers are not kept, pages are asked about again, built assets carry their hash."""
    if path.startswith("/v1/"):
        return "no-store"
    return "public, max-age=31536000, immutable" if "/assets/" in path else "no-cache"


def _limited(receive: Receive, longest: int) -> Receive:
    """Count a body that names no length."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > longest:
            raise _TooLargeError
        return message

    return limited
