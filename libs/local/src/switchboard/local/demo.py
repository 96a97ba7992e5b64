"""The demo workspace, made through the public API alone: AI on, user guide, canned responses."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import httpx

from switchboard.local.errors import LocalError
from switchboard.local.guide import read_guide
from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from switchboard.local.after_ready import Addresses
    from switchboard.local.guide import Article

AGENT_EMAIL = "anna@demo.switchboard.local"
OTHER_AGENT_EMAIL = "ben@demo.switchboard.local"
PASSWORD = "switchboard-demo"  # noqa: S105 - shown to everyone, and only made on loopback
CANNED_RESPONSES = {
    "hello": "Hello {{user.name|there}}, this is {{agent.name}}. How can I help you?",
    "moment": "One moment please, I am looking into it.",
    "number": "Could you tell me your order number, please?",
    "bye": "You are welcome, {{user.name|dear guest}}. Have a nice day!",
}
"""What the demo's agents find under `/`, by shortcut."""
_NOT_YET = 202
_TRIES = 15


async def seed(addresses: Addresses) -> None:
    """Switch the AI on unless somebody has decided about it, and import the guide."""
    async with httpx.AsyncClient(
        base_url=addresses.gateway, headers={"Origin": addresses.gateway}, timeout=10
    ) as client:
        await _signed_in(client)
        settings = {"enabled": True, "minimum_run_seconds": 0.0}
        await _put(client, "/v1/assistant/settings", settings, "demo settings")
        for article in read_guide(PROJECT / "docs" / "guide"):
            await _import(client, article, addresses.demo)
        await _add_canned_responses(client)


async def _signed_in(client: httpx.AsyncClient) -> None:
    credentials = {"email": AGENT_EMAIL, "password": PASSWORD}
    for _ in range(_TRIES):
        answer = await client.post("/v1/sign-in", json=credentials)
        if answer.is_success:
            return
        await asyncio.sleep(0.2)  # the account's member is still on its way to the read model
    raise LocalError(f"The demo agent cannot sign in ({answer.text}): try `make clean-data`.")


async def _import(client: httpx.AsyncClient, article: Article, demo: str) -> None:
    body = {"title": article.title, "body": article.body, "url": f"{demo}/guide/{article.slug}"}
    digest = hashlib.sha256(repr(body).encode()).hexdigest()
    identifier = uuid5(NAMESPACE_URL, f"switchboard-guide/{article.slug}")
    await _put(client, f"/v1/articles/{identifier}", body, digest)


async def _add_canned_responses(client: httpx.AsyncClient) -> None:
    """Make them unless the team has some: what was changed or deleted stays so."""
    if (await client.get("/v1/canned-responses")).json()["canned_responses"]:
        return
    for shortcut, text in CANNED_RESPONSES.items():
        identifier = uuid5(NAMESPACE_URL, f"switchboard-canned/{shortcut}")
        body = {"shortcut": shortcut, "text": text}
        await _put(client, f"/v1/canned-responses/{identifier}", body, shortcut)


async def _put(client: httpx.AsyncClient, path: str, body: dict[str, Any], key: str) -> None:
    """Repeat under one key until it is decided; a repeat of an earlier run changes nothing."""
    for _ in range(_TRIES):
        answer = await client.put(path, json=body, headers={"Idempotency-Key": key})
        if answer.is_success and answer.status_code != _NOT_YET:
            return
        if answer.is_client_error:
            break
        await asyncio.sleep(0.5)
    raise LocalError(f"The demo could not be prepared: {path} was answered {answer.text}.")
