"""Limits at the doors: whoever goes too fast is told so, and the others do not notice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets
from tests.integration.gateway.gateways import PASSWORD, Client, Gateway, Socket

from switchboard.gateway.api.app import create_app
from switchboard.gateway.api.serving import Door, answer_requests
from switchboard.gateway.model.pace import Pace
from switchboard.gateway.store.attempts import Attempts
from switchboard.local.ports import free_port

SLOW = Pace(3, 0.2)


@contextmanager
def only(gateway: Gateway, **allowances: Any) -> Iterator[None]:
    """The gateway with other limits for a while."""
    limits = gateway.services.limits
    before = limits.allowances
    limits.allowances = replace(before, **allowances)
    try:
        yield
    finally:
        limits.allowances = before


async def test_a_visitor_who_asks_too_much_is_told_when_to_come_again(gateway: Gateway) -> None:
    hasty, patient = await gateway.a_visitor(), await gateway.a_visitor()
    with only(gateway, visitor=SLOW):
        answers = [await hasty.get("/v1/conversations") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].json()["code"] == "too_many_requests"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 6
        assert (await patient.get("/v1/conversations")).status_code == 200


async def test_a_member_and_their_sockets_share_one_pace(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Ann")
    with only(gateway, member=SLOW):
        async with agent.socket() as socket:
            await socket.send(frame="ping")
            await socket.until("pong")
            assert (await agent.get("/v1/me")).status_code == 200
            assert (await agent.get("/v1/me")).json()["code"] == "too_many_requests"
            await socket.send(frame="ping")
            assert (await socket.until("problem"))["code"] == "too_many_requests"


async def test_a_flood_of_frames_is_refused_one_by_one_and_read_slowly(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    pace = Pace(3, 5)
    with only(gateway, visitor=pace):
        async with visitor.socket() as socket:
            for number in range(200):
                await socket.send(
                    frame="command",
                    id=str(number),
                    conversation_id=uuid4(),
                    act="send_message",
                    text="x",
                )
            told = [await socket.until("outcome") for _ in range(10)]
            codes = [outcome["problem"]["code"] for outcome in told]
            assert codes[:2] == ["unknown_conversation"] * 2, "the socket itself took one"
            assert codes[2] == "too_many_requests"
            assert told[2]["status"] == 429
            assert told[2]["problem"]["retry_after_seconds"] >= 1
            before = len(socket.frames)
            with pytest.raises(TimeoutError):
                await _heard_for(socket, 2)
            assert 5 <= len(socket.frames) - before <= 2 * (2 * pace.per_second + 1)


async def _heard_for(socket: Socket, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while True:
            await socket.next()


async def test_all_who_come_from_one_address_share_one_pace_too(gateway: Gateway) -> None:
    visitor, other = await gateway.a_visitor(), await gateway.a_visitor()
    with only(gateway, address=Pace(3, 0.2)):
        limits = gateway.services.limits
        limits._full_at.clear()
        for client in (visitor, other, visitor):
            assert (await client.get("/v1/conversations")).status_code == 200
        refused = await other.get("/v1/conversations")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert (await other.get("/livez")).status_code == 200
        url = gateway.url.replace("http", "ws") + "/v1/socket/visitor"
        async with websockets.connect(url) as connection:
            assert await Socket(connection).closed() == 4029
        limits._full_at.clear()


async def test_sockets_past_the_limit_are_closed_with_the_reason(gateway: Gateway) -> None:
    visitor, other = await gateway.a_visitor(), await gateway.a_visitor()
    with only(gateway, sockets_of_visitor=2):
        async with visitor.socket(), visitor.socket() as last, other.socket():
            assert await _reason(gateway, visitor) == (4029, "too_many_sockets")
            await last.send(frame="ping")
            await last.until("pong")
        async with visitor.socket():
            pass
    async with asyncio.timeout(10):
        while gateway.services.limits._sockets:  # noqa: ASYNC110 - counted by the gateway
            await asyncio.sleep(0.05)
    with only(gateway, sockets_of_address=1):
        async with visitor.socket():
            assert await _reason(gateway, other) == (4029, "too_many_sockets")


async def _reason(gateway: Gateway, visitor: Client) -> tuple[int, str]:
    url = gateway.url.replace("http", "ws") + "/v1/socket/visitor"
    async with websockets.connect(url) as connection:
        socket = Socket(connection)
        with suppress(websockets.ConnectionClosed):
            await socket.send(frame="authenticate", token=visitor.token)
        code = await socket.closed()
        return code, str(connection.close_reason)


async def test_a_message_past_the_limit_is_refused_with_the_limit(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    asking = gateway.services.asking
    object.__setattr__(asking, "message_bytes", 10)
    try:
        path = f"/v1/conversations/{visitor.conversation}/messages"
        answer = await visitor.post(path, {"text": "ééééé."})
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert answer.json()["most_bytes"] == 10
        async with visitor.socket() as socket:
            await socket.send(
                frame="command",
                id="a",
                conversation_id=visitor.conversation,
                act="send_message",
                text="ééééé.",
            )
            outcome = await socket.until("outcome")
            assert (outcome["status"], outcome["problem"]["code"]) == (413, "too_large")
    finally:
        object.__setattr__(asking, "message_bytes", 16_384)


async def test_nobody_guesses_a_password_and_nobody_locks_its_owner_out(gateway: Gateway) -> None:
    owner, stranger = await gateway.an_agent("Ann"), await gateway.an_agent("Sid")
    guesses = [await stranger.sign_in(owner.email, f"guess {n}") for n in range(8)]
    assert [answer.status_code for answer in guesses] == [401] * 5 + [429] * 3
    assert guesses[-1].json()["code"] == "too_many_attempts"
    assert 1 <= int(guesses[-1].headers["retry-after"]) <= 31
    right = await stranger.sign_in(owner.email, PASSWORD)
    assert right.status_code == 429, "a right guess was let in past the limit"
    at_home = await owner.sign_in(owner.email, PASSWORD)
    assert at_home.status_code == 200, "a stranger locked the owner's own browser out"
    async with _behind_a_proxy(gateway) as url:
        for address, status in (("198.51.100.7", 200), ("127.0.0.1", 429)):
            fresh = await gateway.a_visitor()
            answer = await fresh.http.post(
                f"{url}/v1/sign-in",
                json={"email": owner.email, "password": PASSWORD},
                headers={"X-Forwarded-For": address},
            )
            assert answer.status_code == status, "the owner elsewhere, the stranger's address"


async def test_many_guesses_at_once_are_no_more_guesses(gateway: Gateway) -> None:
    owner, stranger = await gateway.an_agent("Ann"), await gateway.an_agent("Sid")
    guesses = await asyncio.gather(*(stranger.sign_in(owner.email, f"no {n}") for n in range(20)))
    assert sorted(answer.status_code for answer in guesses) == [401] * 5 + [429] * 15


async def test_attempts_are_counted_by_all_gateways_together(gateway: Gateway) -> None:
    here = Attempts(gateway.services.commands.pool)
    there = Attempts(gateway.services.commands.pool)
    claims = {f"account {uuid4()}": Pace(4, 0.001), f"address {uuid4()}": Pace(100, 1)}
    taken = await asyncio.gather(*((here, there)[n % 2].wait(claims) for n in range(10)))
    assert sum(seconds == 0 for seconds in taken) == 4
    await there.give_back(claims)
    assert await here.wait(claims) == 0
    assert await there.wait(claims) > 0


async def test_a_forwarded_address_is_believed_only_of_a_proxy_that_is_trusted(
    gateway: Gateway,
) -> None:
    http = (await gateway.a_visitor()).http
    limits = gateway.services.limits
    with only(gateway, address=Pace(2, 0.01)):
        limits._full_at.clear()
        forged = [
            await http.get("/v1/me", headers={"X-Forwarded-For": f"203.0.113.{n}"})
            for n in range(3)
        ]
        assert [answer.status_code for answer in forged] == [401, 401, 429]
        async with _behind_a_proxy(gateway) as url:
            limits._full_at.clear()
            for number in range(5):
                headers = {"X-Forwarded-For": f"203.0.113.{number}"}
                assert (await http.get(f"{url}/v1/me", headers=headers)).status_code == 401
            # What the client itself claims stands further left and counts for nothing.
            for number in range(3):
                headers = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.77"}
                last = await http.get(f"{url}/v1/me", headers=headers)
            assert last.status_code == 429
        limits._full_at.clear()


@asynccontextmanager
async def _behind_a_proxy(gateway: Gateway) -> AsyncIterator[str]:
    """The same gateway at another port, told to believe a proxy on this machine."""
    port = free_port()
    door = Door(
        connection={},
        prefix="",
        gateway_id="proxied",
        origin=gateway.url,
        secret="a secret of the tests",
        host="127.0.0.1",
        port=port,
        web_root=None,
        files=gateway.files,
        trusted_proxies="127.0.0.1",
    )
    async with AsyncExitStack() as stack:
        app = create_app(gateway.services, None)
        task = asyncio.ensure_future(answer_requests(app, door))
        stack.push_async_callback(asyncio.wait, {task})
        stack.callback(task.cancel)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            async with asyncio.timeout(10):
                while not await _alive(http):  # noqa: ASYNC110 - over HTTP
                    await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}"


async def _alive(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/livez")).status_code == 200
    except httpx.TransportError:
        return False
