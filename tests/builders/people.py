"""People at a gateway, over REST as anybody's client would ask."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

UNDECIDED = 202
_DECIDED_SECONDS = 60
_KNOWN_SECONDS = 10


@dataclass(frozen=True)
class Person:
    """Somebody at one of the gateways.

    Attributes:
        id: of the member or visitor.
        principal: under whose name the ids of their commands are made (rule N5).
    """

    client: httpx.AsyncClient
    headers: dict[str, str]
    id: UUID
    principal: str

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Ask for something new."""
        return await self.ask("POST", path, body)

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, key: str | None = None
    ) -> httpx.Response:
        """Ask under one key until it is decided, as the answer 202 wants it."""
        headers = self.headers | {"Idempotency-Key": key or str(uuid4())}
        async with asyncio.timeout(_DECIDED_SECONDS):
            while True:
                answer = await self.client.request(method, path, json=body, headers=headers)
                if answer.status_code != UNDECIDED:
                    return answer
                await asyncio.sleep(0.2)


async def a_visitor_at(
    clients: Sequence[httpx.AsyncClient], site: str = "demo"
) -> tuple[Person, ...]:
    """A new visitor, at each of these gateways."""
    made = (await clients[0].post("/v1/visitors", json={"site": site})).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    visitor = UUID(made["visitor_id"])
    return tuple(Person(client, headers, visitor, f"visitor:{visitor}") for client in clients)


async def a_member_at(client: httpx.AsyncClient, email: str, password: str) -> Person:
    """A member, signed in as soon as the gateway has heard of them."""
    async with asyncio.timeout(_KNOWN_SECONDS):
        while True:
            answer = await client.post("/v1/sign-in", json={"email": email, "password": password})
            if answer.status_code == httpx.codes.OK:
                break
            await asyncio.sleep(0.1)
    # Kept by hand: a client that is a visitor's too must not send the cookie along.
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    client.cookies.clear()
    member = UUID(answer.json()["member_id"])
    return Person(client, {"Cookie": cookies}, member, f"member:{member}")
