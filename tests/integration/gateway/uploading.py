"""Files at the doors: asked to be uploaded, uploaded, sent and had."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
from tests.integration.gateway.gateways import Client

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(64)


async def ask_to_upload(
    client: Client, conversation: UUID, name: str, audience: str
) -> httpx.Response:
    path = f"/v1/conversations/{conversation}/attachments"
    return await client.post(path, {"name": name, "audience": audience})


async def put_content(client: Client, attachment: str, content: Any) -> httpx.Response:
    path = f"/v1/attachments/{attachment}/content"
    return await client.http.put(path, content=content, headers=client.headers)


async def uploaded(
    client: Client,
    conversation: UUID,
    content: bytes = PNG,
    name: str = "photo.png",
    audience: str = "public",
) -> str:
    """The id of a file that is stored and waits for its message."""
    granted = await ask_to_upload(client, conversation, name, audience)
    assert granted.status_code == 201, granted.text
    identifier: str = granted.json()["attachment_id"]
    stored = await put_content(client, identifier, content)
    assert stored.status_code == 200, stored.text
    return identifier


async def had(client: Client, attachment: str) -> httpx.Response:
    return await client.get(f"/v1/attachments/{attachment}")


def sending(
    client: Client, conversation: UUID, *files: str, key: str | None = None, **body: Any
) -> "asyncio.Task[httpx.Response]":
    """A message or note under way, with the files that it carries."""
    path = f"/v1/conversations/{conversation}/{body.pop('to', 'messages')}"
    return asyncio.create_task(client.post(path, body | {"attachments": list(files)}, key))
