"""One-time links and passwords: each works once, and no more than it should (rule Team)."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
from tests.integration.gateway.gateways import PASSWORD, Client, Gateway

from switchboard.contracts.words import Role
from switchboard.gateway.store.accounts import OneTimeLink, Purpose


async def test_a_one_time_link_makes_one_admin(gateway: Gateway) -> None:
    link = OneTimeLink(Purpose.FIRST_ADMIN)
    token = await gateway.services.signing_in.one_time_token(link, timedelta(hours=1))
    body = {
        "token": token,
        "email": f"{uuid4()}@example.com",
        "password": PASSWORD,
        "full_name": "First Admin",
    }
    somebody = await gateway.an_agent("Somebody")
    answer = await somebody.http.post("/v1/first-admin", json=body)
    assert answer.status_code == 201
    assert (await somebody.get("/v1/me")).json()["role"] == "admin"
    forged = await somebody.http.post("/v1/first-admin", json={**body, "token": "x"})
    assert (forged.status_code, forged.json()["code"]) == (401, "invalid_token")


async def _redeem(client: Client, link: str, path: str, **body: str) -> httpx.Response:
    token = link.rpartition("=")[2]
    return await client.http.post(path, json={"token": token, **body})


async def test_an_invitation_makes_one_member_in_the_role_that_the_admin_chose(
    gateway: Gateway,
) -> None:
    admin, somebody = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Bob")
    answer = await admin.post("/v1/invitations", {"role": "developer"})
    assert answer.status_code == 201
    newcomer = {"password": PASSWORD, "full_name": "Dora Evans"}
    accept = "/v1/invitations/accept"
    link, email = answer.json()["link"], f"{uuid4()}@example.com"
    joined = await _redeem(somebody, link, accept, email=email, **newcomer)
    assert (joined.status_code, joined.json()["role"]) == (201, "developer")
    again = await _redeem(somebody, link, accept, email=f"{uuid4()}@example.com", **newcomer)
    assert again.json()["code"] in ("email_taken", "invalid_token")
    found = {"email": email, "password": "not their password", "full_name": "Dora Evans"}
    guessed = await _redeem(await gateway.a_visitor(), link, accept, **found)
    assert guessed.json()["code"] == "invalid_token", "a used link let somebody else in"
    repeated = await _redeem(somebody, link, accept, email=email, **newcomer)
    assert (repeated.status_code, repeated.json()) == (201, joined.json())
    other = await _redeem(
        somebody, link, "/v1/first-admin", email=f"{uuid4()}@example.com", **newcomer
    )
    assert other.json()["code"] == "invalid_token", "an invitation made an Admin"


async def test_a_lost_password_is_set_anew_once_and_every_session_ends(gateway: Gateway) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    somebody = await gateway.a_visitor()
    answer = await admin.post(f"/v1/members/{ben.id}/password-link")
    assert answer.status_code == 201
    link = answer.json()["link"]
    async with ben.socket() as socket:
        changed = await _redeem(somebody, link, "/v1/password", password="another password")
        assert changed.status_code == 204
        assert await socket.closed() == 4001
    assert (await ben.get("/v1/me")).status_code == 401
    assert (await ben.sign_in(ben.email, PASSWORD)).json()["code"] == "wrong_credentials"
    assert (await ben.sign_in(ben.email, "another password")).status_code == 200
    again = await _redeem(somebody, link, "/v1/password", password="a third password")
    assert again.json()["code"] == "invalid_token", "a link was good twice"
    forged = await _redeem(somebody, "#password=x", "/v1/password", password="another password")
    assert forged.json()["code"] == "invalid_token"


async def test_a_new_password_ends_every_link_with_which_another_could_be_set(
    gateway: Gateway,
) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    cleo, somebody = await gateway.an_agent("Cleo"), await gateway.a_visitor()

    async def a_link(member: Client) -> str:
        answer = await admin.post(f"/v1/members/{member.id}/password-link")
        link: str = answer.json()["link"]
        return link

    astray, used, hers = await a_link(ben), await a_link(ben), await a_link(cleo)
    first = await _redeem(somebody, used, "/v1/password", password="another password")
    assert first.status_code == 204
    stolen = await _redeem(somebody, astray, "/v1/password", password="a thief's password")
    assert stolen.json()["code"] == "invalid_token", "an older link outlived the new password"
    assert (await ben.sign_in(ben.email, "another password")).status_code == 200
    astray = await a_link(ben)
    body = {"current": "another password", "password": "a third password"}
    changed = await ben.http.put("/v1/me/password", json=body, headers=ben.headers)
    assert changed.status_code == 204
    stolen = await _redeem(somebody, astray, "/v1/password", password="a thief's password")
    assert stolen.json()["code"] == "invalid_token", "a link outlived a change of the password"
    unconcerned = await _redeem(somebody, hers, "/v1/password", password="another password")
    assert unconcerned.status_code == 204


async def test_of_two_links_used_at_once_one_sets_the_password(gateway: Gateway) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    somebody = await gateway.a_visitor()
    for _ in range(5):
        made = [await admin.post(f"/v1/members/{ben.id}/password-link") for _ in range(2)]
        answers = await asyncio.gather(
            *(
                _redeem(somebody, answer.json()["link"], "/v1/password", password="a new password")
                for answer in made
            )
        )
        assert sorted(answer.status_code for answer in answers) == [204, 401]


async def test_changing_ones_password_ends_every_other_session_and_needs_the_old_one(
    gateway: Gateway,
) -> None:
    ben = await gateway.an_agent("Ben")
    elsewhere = await gateway.an_agent("Somebody")
    assert (await elsewhere.sign_in(ben.email, PASSWORD)).status_code == 200
    for current, status in (("not-the-current-one-4711", 401), (PASSWORD, 204)):
        body = {"current": current, "password": "another password"}
        answer = await ben.http.put("/v1/me/password", json=body, headers=ben.headers)
        assert answer.status_code == status
    assert (await elsewhere.get("/v1/me")).status_code == 401
    assert (await ben.get("/v1/me")).status_code == 200
    answer = await ben.http.post("/v1/me/sign-out-everywhere", headers=ben.headers)
    assert answer.status_code == 204
    assert (await ben.get("/v1/me")).status_code == 401
