"""A site that vouches for its visitors, before a gateway and the real rules."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from tests.integration.gateway.conversing import real_conversations
from tests.integration.gateway.gateways import Client, Gateway, a_gateway

from switchboard.contracts.words import Role
from switchboard.local.infrastructure import Kafka, Postgres


@dataclass
class House:
    """A gateway before the real conversation service, and an Admin who made the site's secret."""

    gateway: Gateway
    database: str
    admin: Client
    secret: str

    def proof(self, subject: str, **claims: Any) -> str:
        """What the host site's server signs for whoever is signed in there."""
        soon = datetime.now(UTC) + timedelta(minutes=5)
        said = {"sub": subject, "aud": "demo", "exp": soon} | claims
        return jwt.encode(said, self.secret, algorithm="HS256")

    async def identified(self, browser: Client, proof: str) -> Client:
        """The visitor whom the browser is once it has shown the proof."""
        answer = await identify(browser, proof)
        assert answer.status_code == 200, answer.text
        return browser.gateway.visitor_of(answer.json(), browser.http)


@pytest.fixture(scope="module")
async def house(kafka: Kafka, postgres: Postgres) -> AsyncIterator[House]:
    async with a_house(kafka, postgres) as house:
        yield house


@asynccontextmanager
async def a_house(
    kafka: Kafka, postgres: Postgres, files: str | None = None
) -> AsyncIterator[House]:
    """A gateway, whose files lie there, before the real rules."""
    async with (
        a_gateway(kafka, postgres, files) as gateway,
        real_conversations(gateway, postgres) as database,
    ):
        admin = await gateway.an_agent("Ann", Role.ADMIN)
        made = await admin.post("/v1/identity-secrets", {"site": "demo"})
        assert made.status_code == 201, made.text
        yield House(gateway, database, admin, made.json()["secret"])


async def identify(browser: Client, proof: Any) -> httpx.Response:
    return await browser.post("/v1/visitors/identity", {"proof": proof})


async def write(visitor: Client, text: str, conversation: UUID | None = None) -> UUID:
    """Write, and learn in which conversation it is stored."""
    path = f"/v1/conversations/{conversation or visitor.conversation}/messages"
    key = str(uuid4())
    async with asyncio.timeout(20):
        while (answer := await visitor.post(path, {"text": text}, key)).status_code == 202:
            pass
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["conversation_id"])


async def close(house: House, conversation: UUID) -> None:
    answer = await house.admin.post(f"/v1/conversations/{conversation}/close")
    assert answer.status_code == 201, answer.text


async def told_address(visitor: Client) -> str | None:
    """The address that a visitor who comes back is told to be theirs."""
    answer = await visitor.post("/v1/visitors", {"site": "demo"})
    assert answer.json()["visitor_id"] == str(visitor.id)
    told: str | None = answer.json()["email"]
    return told


async def listed(visitor: Client) -> list[UUID]:
    listed = (await visitor.get("/v1/conversations")).json()["conversations"]
    return [UUID(one["conversation_id"]) for one in listed]


async def eventually_listed(visitor: Client, wanted: set[UUID]) -> None:
    end = time.monotonic() + 10
    while (found := set(await listed(visitor))) != wanted:
        assert time.monotonic() < end, (found, wanted)
        await asyncio.sleep(0.05)


async def texts_of(visitor: Client, conversation: UUID) -> list[str]:
    answer = await visitor.get(f"/v1/conversations/{conversation}/events")
    return [event["text"] for event in answer.json()["events"] if "text" in event]


async def state_of(house: House, conversation: UUID) -> dict[str, Any]:
    answer = await house.admin.get(f"/v1/conversations/{conversation}")
    state: dict[str, Any] = answer.json()
    return state


async def vouched(house: House, conversation: UUID) -> dict[str, Any]:
    """The person of a conversation as the panel shows them, once it is known by name."""
    end = time.monotonic() + 10
    while not (person := (await state_of(house, conversation)).get("person") or {}).get("name"):
        assert time.monotonic() < end, person
        await asyncio.sleep(0.05)
    return dict(person)
