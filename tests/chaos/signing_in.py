"""Everything that proves who somebody is, made and used once, and how it is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
from tests.builders.people import Person, a_member_at
from tests.chaos.house import House

SITE = "logs.example"
WORKING = "a-password-that-works"
CHANGED = "another-password-that-works"
NEWCOMER = "newcomer.private@example.org"
SUBJECT = "subject-of-the-host-site"
IDENTIFIED = "identified.private@example.org"


async def what_people_prove_themselves_with(house: House) -> tuple[list[str], list[httpx.Response]]:
    """The secrets, each of which was used and worked, and the answers when they were refused."""
    key, of_key = await _an_api_key(house)
    link, of_link = await _a_one_time_link(house)
    proofs, of_proofs = await _identity_proofs(house)
    known = [WORKING, CHANGED, NEWCOMER, SUBJECT, IDENTIFIED]
    return [*known, key, *link, *proofs], [*of_key, *of_link, *of_proofs]


async def _an_api_key(house: House) -> tuple[str, list[httpx.Response]]:
    made = await _done(house.anna.post("/v1/api-keys", {"name": "logs", "scopes": ["converse"]}))
    client, headers = house.clients[0], {"Authorization": f"Bearer {made['api_key']}"}
    assert (await client.get("/v1/conversations", headers=headers)).status_code == 200
    refused = [await client.get("/v1/audit-log", headers=headers)]
    path = f"/v1/api-keys/{made['api_key_id']}"
    assert (await house.anna.ask("DELETE", path)).status_code == 204
    refused.append(await client.get("/v1/conversations", headers=headers))
    return made["api_key"], refused


async def _a_one_time_link(house: House) -> tuple[list[str], list[httpx.Response]]:
    """Somebody joins by it, and changes their password."""
    link = (await _done(house.anna.post("/v1/invitations", {"role": "agent"})))["link"]
    token, client, path = link.rpartition("=")[2], house.clients[0], "/v1/invitations/accept"
    asked = {"token": token, "email": NEWCOMER, "password": WORKING, "full_name": "New Comer"}
    await _done(client.post(path, json=asked))
    client.cookies.clear()
    again = await client.post(path, json=asked | {"password": CHANGED})
    newcomer = await a_member_at(client, NEWCOMER, WORKING)
    body = {"current": WORKING, "password": CHANGED}
    changed = await newcomer.ask("PUT", "/v1/me/password", body)
    assert changed.status_code == 204, changed.text
    signed_in = await a_member_at(client, NEWCOMER, CHANGED)
    wrong = await signed_in.ask("PUT", "/v1/me/password", body)
    sessions = [*sessions_of(newcomer), *sessions_of(signed_in)]
    return [token, *sessions], [again, wrong]


def sessions_of(member: Person) -> list[str]:
    """What the cookies of a member hold."""
    return [one.split("=", 1)[1] for one in member.headers["Cookie"].split("; ")]


async def _identity_proofs(house: House) -> tuple[list[str], list[httpx.Response]]:
    """One proof that holds, and those that do not: expired, of another site, badly signed."""
    made = await _done(house.anna.post("/v1/identity-secrets", {"site": SITE}))
    visitor = await _done(house.clients[0].post("/v1/visitors", json={"site": SITE}))
    secret = made["secret"]
    bad = [
        proof_of(secret, SITE, exp=datetime.now(UTC) - timedelta(hours=1)),
        proof_of(secret, "elsewhere.example"),
        proof_of("a secret that nobody has, but is long enough", SITE),
    ]
    refused = [await _identify(house, visitor["token"], proof) for proof in bad]
    good = proof_of(secret, SITE)
    known = await _done(_identify(house, visitor["token"], good))
    return [secret, good, *bad, visitor["token"], known["token"]], refused


def proof_of(secret: str, site: str, **claims: Any) -> str:
    """That a host site vouches for somebody whom no other proof names, for five minutes."""
    soon = datetime.now(UTC) + timedelta(minutes=5)
    said = {"sub": f"{SUBJECT}-{uuid4()}", "aud": site, "exp": soon, "email": IDENTIFIED}
    return jwt.encode(said | claims, secret, algorithm="HS256")


async def _identify(house: House, token: str, proof: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return await house.clients[0].post(
        "/v1/visitors/identity", json={"proof": proof}, headers=headers
    )


async def _done(asking: Any) -> dict[str, Any]:
    answer: httpx.Response = await asking
    assert answer.is_success, answer.text
    return dict(answer.json())
