"""Both gateways of a running system, and people at each, over REST."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from tests.builders.people import Person, a_member_at, a_visitor_at
from tests.builders.whole_system import WholeSystem

from switchboard.contracts.ids import first_conversation
from switchboard.local.demo import AGENT_EMAIL, OTHER_AGENT_EMAIL, PASSWORD

HEARD_SECONDS = 20


@dataclass(frozen=True)
class House:
    """Both gateways, with Anna at the one and Ben at the other."""

    clients: tuple[httpx.AsyncClient, httpx.AsyncClient]
    anna: Person
    ben: Person

    async def a_visitor(self) -> tuple[UUID, Person, Person]:
        """A visitor's first conversation, and the same visitor at either gateway."""
        one, other = await a_visitor_at(self.clients)
        return first_conversation(one.id), one, other

    async def told(self, conversation: UUID, kind: str, least: int = 0) -> list[dict[str, Any]]:
        """The facts of a kind in a conversation, as the team reads them at Anna's gateway.

        Waits until there are at least so many: what the other gateway has answered, this one may
        hear a moment later.
        """
        async with asyncio.timeout(HEARD_SECONDS):
            while len(found := await self._told(conversation, kind)) < least:  # noqa: ASYNC110 - asked over REST
                await asyncio.sleep(0.1)
        return found

    async def _told(self, conversation: UUID, kind: str) -> list[dict[str, Any]]:
        path = f"/v1/conversations/{conversation}/events"
        events = (await self.anna.client.get(path, headers=self.anna.headers)).json()["events"]
        return [event for event in events if event["type"] == f"conversation.{kind}"]


@asynccontextmanager
async def a_house(system: WholeSystem) -> AsyncIterator[House]:
    """Anna and Ben signed in, each at a gateway of their own."""
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(
                    base_url=f"http://localhost:{system.state.gateway_port(replica)}",
                    headers={"Origin": system.gateway},
                    timeout=30,
                )
            )
            for replica in range(2)
        ]
        anna = await a_member_at(clients[0], AGENT_EMAIL, PASSWORD)
        ben = await a_member_at(clients[1], OTHER_AGENT_EMAIL, PASSWORD)
        yield House((clients[0], clients[1]), anna, ben)
