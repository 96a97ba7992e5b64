"""Who may no longer be here is gone at every gateway at once, and an Admin always stays (Team)."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
import websockets
from tests.builders.people import Person, a_member_at
from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House

PASSWORD = "a long password"
NOT_SIGNED_IN = 4001
AT_ONCE_SECONDS = 5
"""Far below the minute after which a socket looks after itself."""
TRIALS = 20


async def a_member(house: House, role: str) -> tuple[str, str]:
    """One more member: their id and address."""
    email = f"{uuid4()}@example.com"
    body = {"email": email, "password": PASSWORD, "full_name": "Cleo Dietz", "role": role}
    made = await house.anna.post("/v1/members", body)
    assert made.status_code == 201, made.text
    return made.json()["member_id"], email


async def signed_in(house: House, email: str, gateway: int) -> Person:
    """Signed in at one of the gateways."""
    return await a_member_at(house.clients[gateway], email, PASSWORD)


@asynccontextmanager
async def a_socket(
    system: WholeSystem, headers: dict[str, str], gateway: int
) -> AsyncIterator[Any]:
    """A team socket at one of the gateways, ready."""
    url = f"ws://localhost:{system.state.gateway_port(gateway)}/v1/socket/team"
    async with websockets.connect(url, additional_headers=headers, max_size=None) as socket:
        while json.loads(await socket.recv())["frame"] != "notifications":
            pass
        yield socket


async def closed_with(socket: Any) -> int:
    """The code with which the server ends a socket soon."""
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await _drained(socket)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def _drained(socket: Any) -> None:
    async with asyncio.timeout(AT_ONCE_SECONDS):
        while True:
            await socket.recv()


async def change(who: Person, member: str, **fields: Any) -> Any:
    """Change a member; the answer."""
    return await who.ask("PATCH", f"/v1/members/{member}", fields)


async def test_h9_a_disabled_members_sockets_end_at_both_gateways_and_conversations_wait(
    system: WholeSystem, house: House
) -> None:
    member, email = await a_member(house, "agent")
    here, there = await signed_in(house, email, 0), await signed_in(house, email, 1)
    where, visitor, _ = await house.a_visitor()
    path = f"/v1/conversations/{where}"
    assert (await visitor.post(f"{path}/messages", {"text": "Hello"})).status_code == 201
    assert (await there.post(f"{path}/take-over")).status_code == 201
    async with (
        a_socket(system, here.headers, 0) as one,
        a_socket(system, there.headers, 1) as other,
    ):
        gone = asyncio.create_task(change(house.anna, member, active=False))
        assert {await closed_with(one), await closed_with(other)} == {NOT_SIGNED_IN}
        assert (await gone).status_code == 200
    for person in (here, there):
        answer = await person.client.get("/v1/me", headers=person.headers)
        assert answer.status_code == 401
    (back,) = await house.told(where, "hand_off_requested", 1)
    assert back["reason"] == "agent_removed"
    state = (await house.anna.client.get(path, headers=house.anna.headers)).json()
    assert state["status"] in ("waiting_for_human", "awaiting_offline_info")
    assert state.get("agent_id") is None


async def test_a_revoked_key_ends_at_the_gateway_where_it_was_not_revoked(
    system: WholeSystem, house: House
) -> None:
    body = {"name": "A program", "scopes": ["converse"]}
    made = (await house.anna.post("/v1/api-keys", body)).json()
    bearer = {"Authorization": f"Bearer {made['api_key']}"}
    async with a_socket(system, bearer, 1) as socket:
        revoked = await house.anna.client.delete(
            f"/v1/api-keys/{made['api_key_id']}", headers=house.anna.headers
        )
        assert revoked.status_code == 204
        assert await closed_with(socket) == NOT_SIGNED_IN
    answer = await house.clients[1].get("/v1/me", headers=bearer)
    assert answer.json()["code"] == "invalid_token"


async def test_signing_out_everywhere_ends_the_sockets_at_the_other_gateway(
    system: WholeSystem, house: House
) -> None:
    _, email = await a_member(house, "agent")
    here, there = await signed_in(house, email, 0), await signed_in(house, email, 1)
    async with a_socket(system, there.headers, 1) as socket:
        assert (await here.post("/v1/me/sign-out-everywhere")).status_code == 204
        assert await closed_with(socket) == NOT_SIGNED_IN


async def test_a_lost_password_is_set_anew_by_a_link_of_the_command_line(
    system: WholeSystem, house: House
) -> None:
    _, email = await a_member(house, "agent")
    await signed_in(house, email, 0)
    link = system.command("password-link", email).strip().splitlines()[-1]
    token = link.rpartition("#password=")[2]
    body = {"token": token, "password": "another password"}
    assert (await house.clients[1].post("/v1/password", json=body)).status_code == 204
    old = await house.clients[0].post("/v1/sign-in", json={"email": email, "password": PASSWORD})
    assert old.json()["code"] == "wrong_credentials"
    again = await house.clients[0].post("/v1/password", json=body)
    assert again.json()["code"] == "invalid_token"
    assert system.command("password-link", f"{uuid4()}@example.com") == ""


async def test_of_two_admins_who_demote_or_disable_each_other_at_two_gateways_one_stays(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [await a_member(house, "admin") for _ in range(2)]
    (cleo, cleo_email), (dora, dora_email) = ids
    me = (await house.anna.client.get("/v1/me", headers=house.anna.headers)).json()["member_id"]
    counts: Counter[str] = Counter()
    # Whoever wins a trial has the other back, so both sign in again for the next one.
    for number in range(TRIALS):
        one = await signed_in(house, cleo_email, number % 2)
        other = await signed_in(house, dora_email, 1 - number % 2)
        if number == 0:
            assert (await change(one, me, role="agent")).status_code == 200
        loss = {"role": "agent"} if number % 4 < 2 else {"active": False}
        answers = await asyncio.gather(change(one, dora, **loss), change(other, cleo, **loss))
        told = tuple(answer.json().get("code", "changed") for answer in answers)
        counts[" / ".join(sorted(told))] += 1
        assert told.count("changed") == 1, told
        assert set(told) <= {"changed", "last_admin", "not_allowed", "not_signed_in"}
        winner, loser = (one, dora) if told[0] == "changed" else (other, cleo)
        back = await change(winner, loser, role="admin", active=True)
        assert back.status_code == 200, back.text
    assert (await change(winner, me, role="admin")).status_code == 200
    with capsys.disabled():
        print(f"\ntwo Admins against each other: {dict(counts)}")  # noqa: T201 - asked for
