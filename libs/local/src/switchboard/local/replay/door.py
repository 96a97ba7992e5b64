"""Asking the gateway until it has answered: the same request under the same key."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from switchboard.local.replay.trouble import Code, RefusedError, ReplayError

_REQUEST_SECONDS = 10.0
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0
_UNDECIDED = 202
_BUSY = frozenset({408, 425, 429})
_SERVER_ERROR = 500
_ERROR = 400


class Answer(dict[str, Any]):
    """The body of an answer; a field that it must have and has not is trouble, not a crash."""

    def __missing__(self, name: str) -> Any:
        raise ReplayError(
            Code.UNEXPECTED_ANSWER, f"an answer has no {name}: is this a gateway of Switchboard?"
        )


class Door:
    """The gateway's REST interface for one principal, or for many without a cookie.

    Args:
        gateway: address, such as `http://localhost:8800`.
        patience: seconds for which one request is repeated before the replay gives up.
        connections: how many at the most.
    """

    def __init__(self, gateway: str, *, patience: float, connections: int) -> None:
        self._patience = patience
        self.client = httpx.AsyncClient(
            base_url=gateway,
            timeout=_REQUEST_SECONDS,
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self.client.aclose()

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        key: str | None = None,
        token: str | None = None,
    ) -> Answer:
        """The answer's body, after as many repeats as it takes.

        An undecided command (202), a busy gateway and a broken connection are repeated: whether
        the lost request was carried out, the key makes that no difference (rule N5).

        Raises:
            RefusedError: the answer is final, and it is no.
            ReplayError: `not_reached`: no final answer while the patience lasted.
        """
        headers = _headers(key, token)
        pause = _FIRST_PAUSE
        try:
            async with asyncio.timeout(self._patience):
                while True:
                    answer = await self._once(method, path, headers, body)
                    if answer is not None and is_final(answer.status_code):
                        return _read(answer, f"{method} {path}")
                    await asyncio.sleep(_pause(answer, pause))
                    pause = min(pause * 2, _LONGEST_PAUSE)
        except TimeoutError:
            raise ReplayError(
                Code.NOT_REACHED, f"{method} {path} had no answer for {self._patience:g} s."
            ) from None

    async def _once(
        self, method: str, path: str, headers: dict[str, str], body: Mapping[str, Any] | None
    ) -> httpx.Response | None:
        try:
            return await self.client.request(method, path, headers=headers, json=body)
        except httpx.TransportError:
            return None


def is_final(status: int) -> bool:
    """Whether an answer stands, or the same request is to be repeated."""
    return status != _UNDECIDED and status not in _BUSY and status < _SERVER_ERROR


def _headers(key: str | None, token: str | None) -> dict[str, str]:
    headers = {}
    if key is not None:
        headers["Idempotency-Key"] = key
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return headers


def _pause(answer: httpx.Response | None, pause: float) -> float:
    wanted = answer.headers.get("Retry-After", "") if answer is not None else ""
    return float(wanted) if wanted.isdigit() and int(wanted) <= _REQUEST_SECONDS else pause


def _read(answer: httpx.Response, request: str) -> Answer:
    try:
        content = answer.json() if answer.content else {}
    except ValueError:
        content = None
    body = Answer(content) if isinstance(content, dict) else Answer()
    if answer.status_code >= _ERROR:
        raise RefusedError(answer.status_code, str(body.get("code", "")), request)
    return body
