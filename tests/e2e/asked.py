"""What browsers ask for, and what proves who they are: the one must never hold the other."""

import json
from contextlib import suppress
from typing import Any

from playwright.async_api import BrowserContext, Request, WebSocket

SECRET_FIELDS = ("token", "password", "current", "api_key")
_SHORTEST_PROOF = 12
"""What is shorter may stand in an address by chance."""


class Asked:
    """Addresses and referrers of every request and socket; tokens, cookies and passwords."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.proofs: set[str] = set()

    def watch(self, context: BrowserContext) -> None:
        """Remember all that this browser asks for from now on."""
        context.on("request", self._request)
        context.on("page", lambda page: page.on("websocket", self._socket))

    async def learn_cookies(self, context: BrowserContext) -> None:
        """Remember what the browser's cookies hold."""
        self._prove(*(str(cookie.get("value", "")) for cookie in await context.cookies()))

    def leaks(self) -> list[str]:
        """Addresses that hold a proof."""
        return [url for url in self.addresses if any(proof in url for proof in self.proofs)]

    def _request(self, request: Request) -> None:
        # What follows `#` stays in the browser: that is why links carry their token there.
        self.addresses += [request.url.partition("#")[0], request.headers.get("referer", "")]
        self._prove(request.headers.get("authorization", "").removeprefix("Bearer "))
        self._learn(request.post_data_buffer)

    def _socket(self, socket: WebSocket) -> None:
        self.addresses.append(socket.url)
        socket.on("framesent", self._learn)

    def _learn(self, sent: Any) -> None:
        with suppress(ValueError, TypeError):
            body = json.loads(sent)
            if isinstance(body, dict):
                self._prove(*(str(body.get(field, "")) for field in SECRET_FIELDS))

    def _prove(self, *proofs: str) -> None:
        self.proofs |= {proof for proof in proofs if len(proof) >= _SHORTEST_PROOF}
