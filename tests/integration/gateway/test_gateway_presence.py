"""Who is there (rule P1): one member at two gateway processes, in several tabs, with real deaths.

The times are a tenth of the defaults; that the defaults add up to a minute is a unit test's.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import websockets
from tests.builders.frozen_line import a_line_to
from tests.builders.system import Running, Workspace, a_workspace

from switchboard.contracts.commands.conversation import RequestHuman, SendUserMessage
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import HandOffRequested
from switchboard.contracts.events.notification import NotificationRequested
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
)
from switchboard.contracts.words import Status
from switchboard.local.demo import AGENT_EMAIL, OTHER_AGENT_EMAIL, PASSWORD
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.local.ports import free_port

SILENCE, REPORT, TTL = 3.0, 1.0, 4.0
GONE_WITHIN = 10.0
"""What is a minute by default; with time for a machine that does other things too."""

Standing = str | None


@dataclass
class Panel:
    """A socket that keeps itself alive, as the panel does."""

    connection: Any
    heard: list[dict[str, Any]]

    async def stand(self, *, away: bool) -> None:
        """Go away from the panel, or come back to it."""
        await self.connection.send(json.dumps({"frame": "standing", "away": away}))

    def crash(self) -> None:
        """End as a browser that crashes: its machine drops the line, and nobody says goodbye."""
        self.connection.transport.abort()


@dataclass
class House:
    """Two gateway processes; Anna works, Ben watches at the second one."""

    workspace: Workspace
    gateways: tuple[Running, Running]
    ports: tuple[int, int]
    cookie: str
    watcher: httpx.AsyncClient
    anna: UUID

    @asynccontextmanager
    async def a_panel(self, port: int) -> AsyncIterator[Panel]:
        """One of Anna's, at a gateway or on a line to it."""
        url = f"ws://127.0.0.1:{port}/v1/socket/team"
        headers = {"Cookie": self.cookie}
        # No pings of the library: what keeps the panel alive is the protocol's own.
        async with websockets.connect(
            url, additional_headers=headers, ping_interval=None, close_timeout=0.2, max_size=None
        ) as connection:
            panel = Panel(connection, [])
            work = asyncio.ensure_future(_live(panel))
            try:
                yield panel
            finally:
                work.cancel()
                await asyncio.wait({work})

    async def standing(self) -> Standing:
        """How Anna stands, as the second gateway says."""
        members = (await self.watcher.get("/v1/members")).json()["members"]
        (anna,) = (member for member in members if member["member_id"] == str(self.anna))
        return "online" if anna["online"] else "away" if anna["away"] else None

    async def stands(self, wanted: Standing) -> None:
        """Return once Anna stands so, within what is a minute by default."""
        async with asyncio.timeout(GONE_WITHIN):
            while await self.standing() != wanted:  # noqa: ASYNC110 - asked over REST
                await asyncio.sleep(0.05)

    async def stays(self, wanted: Standing, seconds: float) -> None:
        """Anna stands so the whole time."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            assert await self.standing() == wanted
            await asyncio.sleep(0.1)


async def _live(panel: Panel) -> None:
    async def listen() -> None:
        async for text in panel.connection:
            panel.heard.append(json.loads(text))

    async def ping() -> None:
        while True:
            await panel.connection.send('{"frame":"ping"}')
            await asyncio.sleep(SILENCE / 3)

    try:
        await asyncio.gather(listen(), ping())
    except (websockets.ConnectionClosed, OSError):
        return  # its gateway is gone


@pytest.fixture(scope="module")
async def house(kafka: Kafka, postgres: Postgres) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(a_workspace(kafka, postgres))
        ports = (free_port(), free_port())
        settings = {
            "secret": "a secret of the tests",
            "demo": "1",
            "silence_seconds": str(SILENCE),
            "presence_report_seconds": str(REPORT),
            "presence_ttl_seconds": str(TTL),
        }
        await workspace.start("gateway", "consume")
        await workspace.run("gateway", "demo-accounts", **settings)
        gateways = [
            await workspace.start("gateway", "serve", http_port=str(port), **settings)
            for port in ports
        ]
        anna, cookie = await _signed_in(stack, ports[0], AGENT_EMAIL)
        watcher, _ = await _signed_in(stack, ports[1], OTHER_AGENT_EMAIL)
        me = (await anna.get("/v1/me")).json()
        house = House(
            workspace, (gateways[0], gateways[1]), ports, cookie, watcher, UUID(me["member_id"])
        )
        yield house


async def _signed_in(stack: AsyncExitStack, port: int, email: str) -> tuple[httpx.AsyncClient, str]:
    client = await stack.enter_async_context(
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=15)
    )
    answer = await client.post("/v1/sign-in", json={"email": email, "password": PASSWORD})
    answer.raise_for_status()
    return client, "; ".join(f"{name}={value}" for name, value in client.cookies.items())


async def test_p1_online_while_any_panel_is_in_use_away_when_all_are_idle_offline_with_the_last(
    house: House,
) -> None:
    here, there = house.ports
    assert await house.standing() is None
    async with house.a_panel(here) as first, house.a_panel(here) as second:
        await house.stands("online")
        async with house.a_panel(there) as third:
            for panel in (first, second):
                await panel.stand(away=True)
            await house.stays("online", REPORT)
            await third.stand(away=True)
            await house.stands("away")
            await first.stand(away=False)
            await house.stands("online")
            await first.stand(away=True)
            await house.stands("away")
            await third.stand(away=False)
            await house.stands("online")
        await house.stands("away")
    await house.stands(None)


async def test_p1_a_crashed_browser_counts_no_longer_and_another_one_still_does(
    house: House,
) -> None:
    async with house.a_panel(house.ports[0]) as first, house.a_panel(house.ports[1]) as second:
        await second.stand(away=True)
        await house.stands("online")
        await house.stays("online", REPORT)
        first.crash()
        await house.stands("away")
        second.crash()
        await house.stands(None)


async def test_p1_a_panel_on_a_dead_line_counts_no_longer_and_another_still_does(
    house: House,
) -> None:
    async with a_line_to(house.ports[0]) as line, house.a_panel(line.port):
        await house.stands("online")
        await house.stays("online", SILENCE + 1)
        async with house.a_panel(house.ports[1]) as other:
            line.freeze()
            await other.stand(away=True)
            await house.stands("away")
        await house.stands(None)


async def test_p1_what_a_killed_gateway_said_lapses_and_its_panels_come_back_elsewhere(
    house: House,
) -> None:
    async with house.a_panel(house.ports[0]), house.a_panel(house.ports[1]) as watching:
        await house.stands("online")
        await house.gateways[0].kill()
        await watching.stand(away=True)
        await house.stands("away")
        async with asyncio.timeout(GONE_WITHIN):
            while _newest_presence(watching) != ([], [str(house.anna)]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await watching.stand(away=False)
        await house.stands("online")
    await house.gateways[0].start()
    await house.stands(None)


async def test_p1_o1_while_a_gateway_is_restarted_nobody_counts_as_gone(house: House) -> None:
    """Who does not come back lapses as with a killed one."""
    async with house.a_panel(house.ports[0]):
        await house.stands("online")
        stopping = asyncio.create_task(house.gateways[0].stop())
        await house.stays("online", 1)
        await stopping
        await house.gateways[0].start()
        async with house.a_panel(house.ports[0]):
            await house.stands("online")
    await house.stands(None)


def _newest_presence(panel: Panel) -> tuple[list[str], list[str]] | None:
    """Who is online and who is away, as a panel was told last."""
    frames = [frame for frame in panel.heard if frame["frame"] == "presence"]
    return (frames[-1]["online"], frames[-1]["away"]) if frames else None


async def _asks_for_a_human(workspace: Workspace) -> UUID:
    visitor = uuid4()
    conversation = first_conversation(visitor)
    message = SendUserMessage(
        conversation_id=conversation, visitor_id=visitor, site="demo", text="Hello"
    )
    asked = RequestHuman(conversation_id=conversation, visitor_id=visitor)
    for command in (message, asked):
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, command, opening=Opening.VISITOR_DOOR)
    return conversation


async def test_p2_a_member_who_comes_back_after_a_crash_is_told_once_of_what_began_to_wait(
    house: House,
) -> None:
    """With every service: offline by a killed gateway, so O1; back at two gateways, told once."""
    workspace = house.workspace
    await workspace.start("conversation", "consume", presence_grace_seconds="0.5")
    await workspace.start("notification", "consume", arrival_seconds="1")
    facts = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    told = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    async with house.a_panel(house.ports[0]):
        await house.stands("online")
        with_her = await _asks_for_a_human(workspace)
        await facts.until(HandOffRequested, key=with_her)
        await told.until(NotificationRequested, key=house.anna)
        await house.gateways[0].kill()
    await house.stands(None)
    without = [await _asks_for_a_human(workspace) for _ in range(2)]
    for conversation in without:
        await facts.until(HandOffRequested, key=conversation)
        (asked,) = facts.of(HandOffRequested, conversation)
        assert asked.status is Status.AWAITING_OFFLINE_INFO
    await house.gateways[0].start()
    async with house.a_panel(house.ports[0]) as one, house.a_panel(house.ports[1]):
        for away in (True, False, True, False):
            await one.stand(away=away)
        await told.until(NotificationRequested, 2, key=house.anna)
        await told.for_seconds(2)
    of_one, of_all = told.of(NotificationRequested, house.anna)
    assert (of_one.conversation_id, of_one.conversation_ids) == (with_her, ())
    assert set(of_all.conversation_ids) == {with_her, *without}
