"""Who visitors are, on real servers and with the real rules: I1-I5."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import jwt
import pytest
from tests.builders.searching import rows_with
from tests.integration.gateway.conversing import real_conversations
from tests.integration.gateway.gateways import Client, Gateway, a_gateway

from switchboard.contracts.ids import first_conversation, next_conversation, person_id
from switchboard.contracts.words import Role
from switchboard.local.infrastructure import Kafka, Postgres

TRIALS = 25


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
        answer = await _identify(browser, proof)
        assert answer.status_code == 200, answer.text
        return browser.gateway.visitor_of(answer.json(), browser.http)


@pytest.fixture(scope="module")
async def house(kafka: Kafka, postgres: Postgres) -> AsyncIterator[House]:
    async with (
        a_gateway(kafka, postgres) as gateway,
        real_conversations(gateway, postgres) as database,
    ):
        admin = await gateway.an_agent("Ann", Role.ADMIN)
        made = await admin.post("/v1/identity-secrets", {"site": "demo"})
        assert made.status_code == 201, made.text
        yield House(gateway, database, admin, made.json()["secret"])


async def _identify(browser: Client, proof: Any) -> httpx.Response:
    return await browser.post("/v1/visitors/identity", {"proof": proof})


async def _write(visitor: Client, text: str, conversation: UUID | None = None) -> UUID:
    """Write, and learn in which conversation it is stored."""
    path = f"/v1/conversations/{conversation or visitor.conversation}/messages"
    key = str(uuid4())
    async with asyncio.timeout(20):
        while (answer := await visitor.post(path, {"text": text}, key)).status_code == 202:
            pass
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["conversation_id"])


async def _close(house: House, conversation: UUID) -> None:
    answer = await house.admin.post(f"/v1/conversations/{conversation}/close")
    assert answer.status_code == 201, answer.text


async def _listed(visitor: Client) -> list[UUID]:
    listed = (await visitor.get("/v1/conversations")).json()["conversations"]
    return [UUID(one["conversation_id"]) for one in listed]


async def _eventually_listed(visitor: Client, wanted: set[UUID]) -> None:
    end = time.monotonic() + 10
    while (found := set(await _listed(visitor))) != wanted:
        assert time.monotonic() < end, (found, wanted)
        await asyncio.sleep(0.05)


async def _texts(visitor: Client, conversation: UUID) -> list[str]:
    answer = await visitor.get(f"/v1/conversations/{conversation}/events")
    return [event["text"] for event in answer.json()["events"] if "text" in event]


async def _state(house: House, conversation: UUID) -> dict[str, Any]:
    answer = await house.admin.get(f"/v1/conversations/{conversation}")
    state: dict[str, Any] = answer.json()
    return state


async def _vouched(house: House, conversation: UUID) -> dict[str, Any]:
    """The person of a conversation as the panel shows them, once it is known by name."""
    end = time.monotonic() + 10
    while not (person := (await _state(house, conversation)).get("person") or {}).get("name"):
        assert time.monotonic() < end, person
        await asyncio.sleep(0.05)
    return dict(person)


async def test_i1_i2_what_was_begun_on_one_device_is_read_and_continued_on_the_other(
    house: House,
) -> None:
    subject = f"user {uuid4()}"
    laptop, phone = await house.gateway.a_visitor(), await house.gateway.a_visitor()
    begun = await _write(laptop, "from the laptop")
    laptop = await house.identified(
        laptop, house.proof(subject, name="Jo Doe", email="jo@example.org")
    )
    assert laptop.conversation == begun
    assert await _vouched(house, begun) == {
        "person_id": str(person_id("demo", subject)),
        "name": "Jo Doe",
        "email": "jo@example.org",
    }
    phone = await house.identified(phone, house.proof(subject))
    assert phone.conversation == begun
    async with phone.socket() as there, laptop.socket() as here:
        seen = await there.follow(begun)
        assert "from the laptop" in str(seen["events"])
        await here.follow(begun)
        assert await _write(phone, "from the phone") == begun
        assert "from the phone" in str(await here.until("events"))
    assert await _listed(phone) == await _listed(laptop) == [begun]
    other = await house.gateway.a_visitor()
    assert (await other.get(f"/v1/conversations/{begun}")).status_code == 404


async def test_i4_once_closed_both_devices_meet_in_the_persons_own_chain(house: House) -> None:
    subject = f"user {uuid4()}"
    root = first_conversation(person_id("demo", subject))
    laptop, phone = await house.gateway.a_visitor(), await house.gateway.a_visitor()
    begun = await _write(laptop, "hello")
    laptop = await house.identified(laptop, house.proof(subject, name="Jo Doe"))
    phone = await house.identified(phone, house.proof(subject, name="Jo Doe"))
    await _close(house, begun)
    stored = await asyncio.gather(
        *(_write(who, f"{n}", begun) for n, who in enumerate((laptop, phone) * 5))
    )
    assert set(stored) == {root}
    assert len(await _texts(phone, root)) == 10
    assert (await _vouched(house, root))["name"] == "Jo Doe"
    await _close(house, root)
    assert await _write(phone, "a third", begun) == next_conversation(root)
    assert (await _vouched(house, next_conversation(root)))["name"] == "Jo Doe"
    wanted = {begun, root, next_conversation(root)}
    await _eventually_listed(laptop, wanted)
    await _eventually_listed(phone, wanted)


async def test_i2_what_the_browser_held_before_is_shown_only_if_the_host_vouches_for_it(
    house: House,
) -> None:
    for with_history in (False, True):
        subject = f"user {uuid4()}"
        browser, phone = await house.gateway.a_visitor(), await house.gateway.a_visitor()
        before = await _write(browser, "before anybody signed in")
        await _close(house, before)
        begun = await _write(browser, "during", before)
        claims = {"visitor_id": str(browser.id)} if with_history else {}
        known = await house.identified(browser, house.proof(subject, **claims))
        phone = await house.identified(phone, house.proof(subject))
        wanted = {before, begun} if with_history else {begun}
        await _eventually_listed(known, wanted)
        await _eventually_listed(phone, wanted)
        status = 200 if with_history else 404
        for device in (known, phone):
            for path in (f"/v1/conversations/{before}", f"/v1/conversations/{before}/events"):
                assert (await device.get(path)).status_code == status
        async with known.socket() as socket:
            await socket.send(frame="subscribe", conversation_id=before)
            answer = await socket.until("subscribed" if with_history else "problem")
            assert ("before anybody" in str(answer)) == with_history


async def test_i3_another_identity_in_one_browser_is_a_new_visitor_who_sees_nothing_of_the_first(
    house: House,
) -> None:
    first, second = f"user {uuid4()}", f"user {uuid4()}"
    browser = await house.gateway.a_visitor()
    begun = await _write(browser, "a secret of the first")
    one = await house.identified(browser, house.proof(first))
    async with one.socket() as socket:
        await socket.follow(begun)
        other = await house.identified(one, house.proof(second))
        assert await socket.closed() == 4001
    assert other.id != one.id
    assert await _listed(other) == []
    assert (await other.get(f"/v1/conversations/{begun}/events")).status_code == 404
    assert (await one.get("/v1/conversations")).json()["code"] == "invalid_token"
    assert await _write(other, "of the second") != begun
    back = await house.identified(await house.gateway.a_visitor(), house.proof(first))
    assert await _listed(back) == [begun]


async def test_i2_a_bad_proof_gives_no_identity_and_overwrites_nothing(house: House) -> None:
    browser = await house.gateway.a_visitor()
    begun = await _write(browser, "hello")
    elsewhere = await house.admin.post("/v1/identity-secrets", {"site": "elsewhere"})
    theirs = {"sub": "user 7", "aud": "demo", "exp": datetime.now(UTC) + timedelta(minutes=5)}
    good = house.proof("user 7")
    bad = {
        None: "proof_missing",
        "": "proof_missing",
        "no proof": "invalid_proof",
        good[:-4] + "AAAA": "invalid_proof",
        jwt.encode(theirs, elsewhere.json()["secret"], "HS256"): "invalid_proof",
        house.proof("user 7", aud="elsewhere"): "foreign_proof",
        house.proof("user 7", exp=datetime.now(UTC) - timedelta(minutes=2)): "expired_proof",
    }
    for is_somebody in (False, True):
        if is_somebody:
            browser = await house.identified(browser, house.proof("user 8", name="Eight"))
        before = await _vouched(house, begun) if is_somebody else None
        for proof, code in bad.items():
            answer = await _identify(browser, proof)
            assert (answer.json()["code"], answer.status_code >= 400) == (code, True)
        assert (await _state(house, begun)).get("person") == before
        assert await _listed(browser) == [begun]
    stranger = await house.gateway.a_visitor("elsewhere")
    assert (await _identify(stranger, good)).json()["code"] == "invalid_proof"


async def test_a_secret_is_shown_once_replaced_with_time_to_change_over_and_ended_at_once(
    house: House,
) -> None:
    site = f"{uuid4()}.example"
    made = [
        (await house.admin.post("/v1/identity-secrets", {"site": site})).json() for _ in range(2)
    ]
    listed = (await house.admin.get("/v1/identity-secrets")).json()["identity_secrets"]
    ours = [one for one in listed if one["site"] == site]
    assert [one["secret_id"] for one in ours] == [made[1]["secret_id"], made[0]["secret_id"]]
    assert [one["ends_at"] is None for one in ours] == [True, False]
    assert not any("secret" in one for one in listed)
    soon = datetime.now(UTC) + timedelta(minutes=5)
    for one in made:
        proof = jwt.encode({"sub": "user", "aud": site, "exp": soon}, one["secret"], "HS256")
        visitor = await house.gateway.a_visitor(site)
        assert (await _identify(visitor, proof)).status_code == 200
        path = f"/v1/identity-secrets/{one['secret_id']}"
        ended = await house.admin.http.delete(path, headers=house.admin.headers)
        assert ended.status_code == 204
        visitor = await house.gateway.a_visitor(site)
        assert (await _identify(visitor, proof)).json()["code"] == "invalid_proof"
    for database in (house.gateway.settings.database_url, house.database):
        connection = await asyncpg.connect(database)
        try:
            assert [await rows_with(connection, one["secret"]) for one in made] == [0, 0]
        finally:
            await connection.close()


@asynccontextmanager
async def _two_gateways(house: House) -> AsyncIterator[tuple[Gateway, Gateway]]:
    async with house.gateway.another() as other:
        yield house.gateway, other


async def test_i5_a_revoked_token_ends_its_sockets_at_every_gateway_and_opens_nothing(
    house: House,
) -> None:
    async with _two_gateways(house) as gateways:
        for by_admin in (False, True):
            visitor = await house.gateway.a_visitor()
            begun = await _write(visitor, "hello")
            elsewhere = Client(
                gateways[1], visitor.http, visitor.headers, visitor.id, token=visitor.token
            )
            bystander = await house.gateway.a_visitor()
            async with (
                visitor.socket() as one,
                elsewhere.socket() as two,
                bystander.socket() as unconcerned,
            ):
                if by_admin:
                    path = f"/v1/visitors/{visitor.id}/revoke"
                    assert (await house.admin.post(path)).status_code == 204
                else:
                    assert (await visitor.post("/v1/visitors/sign-out")).status_code == 204
                assert await one.closed(5) == 4001
                assert await two.closed(5) == 4001
                await unconcerned.send(frame="ping")
                await unconcerned.until("pong")
            refused = await visitor.get(f"/v1/conversations/{begun}")
            assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
            renewed = await visitor.post("/v1/visitors", {"site": "demo"})
            assert renewed.json()["visitor_id"] != str(visitor.id)
            assert (await house.admin.get(f"/v1/conversations/{begun}")).status_code == 200


async def test_i1_an_open_socket_at_another_gateway_learns_who_the_visitor_is(
    house: House,
) -> None:
    subject = f"user {uuid4()}"
    phone = await house.identified(await house.gateway.a_visitor(), house.proof(subject))
    begun = await _write(phone, "from the phone")
    async with _two_gateways(house) as (_, other):
        laptop = await house.gateway.a_visitor()
        there = Client(other, laptop.http, laptop.headers, laptop.id, token=laptop.token)
        async with there.socket() as socket:
            await socket.send(frame="subscribe", conversation_id=begun)
            assert (await socket.until("problem"))["code"] == "unknown_conversation"
            await house.identified(laptop, house.proof(subject))
            async with asyncio.timeout(10):
                while True:
                    await socket.send(frame="subscribe", conversation_id=begun)
                    if (await socket.next())["frame"] == "subscribed":
                        break


async def test_i5_ids_that_can_be_derived_open_nothing(house: House) -> None:
    subject = f"user {uuid4()}"
    known = await house.identified(await house.gateway.a_visitor(), house.proof(subject))
    begun = await _write(known, "hello")
    assert begun == first_conversation(person_id("demo", subject))
    stranger = await house.gateway.a_visitor()
    for conversation in (begun, next_conversation(begun)):
        path = f"/v1/conversations/{conversation}"
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get(f"{path}/events")).status_code == 404
        assert (await stranger.post(f"{path}/messages", {"text": "hi"})).status_code == 404


async def test_o4_the_address_of_somebody_known_merges_no_histories(house: House) -> None:
    address = f"{uuid4()}@example.org"
    known = await house.gateway.a_visitor()
    theirs = await _write(known, "what only I know")
    known = await house.identified(known, house.proof(f"user {uuid4()}", name="Jo", email=address))
    assert (await _vouched(house, theirs))["email"] == address
    stranger = await house.gateway.a_visitor()
    own = await _write(stranger, "hello")
    written = await house.admin.http.put(
        f"/v1/conversations/{own}/user-email",
        json={"email": address},
        headers={**house.admin.headers, "Idempotency-Key": str(uuid4())},
    )
    assert written.status_code == 201, written.text
    assert await _write(stranger, "hello again") == own
    end = time.monotonic() + 10
    while (state := await _state(house, own)).get("user_email") != address:
        assert time.monotonic() < end, state
        await asyncio.sleep(0.05)
    assert "person" not in state
    assert (await _listed(stranger), await _listed(known)) == ([own], [theirs])
    assert (await stranger.get(f"/v1/conversations/{theirs}")).status_code == 404
    assert (await known.get(f"/v1/conversations/{own}")).status_code == 404


async def test_i2_identifying_while_messages_arrive_loses_none_and_makes_all_the_persons(
    house: House,
) -> None:
    """A third of the trials each: the first message is stored before, nothing is sent before, free.

    What is sent to the browser's own conversation after the identification is attached by itself.
    """
    outcomes = {1: 0, 2: 0}
    for trial in range(TRIALS):
        subject = f"user {uuid4()}"
        browser = await house.gateway.a_visitor()
        texts = [f"{trial} {n}" for n in range(6)]
        writing = [
            asyncio.ensure_future(_write(browser, text)) for text in texts[: (0, 3, 3)[trial % 3]]
        ]
        if trial % 3 == 1:
            await asyncio.wait(writing, return_when=asyncio.FIRST_COMPLETED)
        identifying = asyncio.ensure_future(house.identified(browser, house.proof(subject)))
        if trial % 3 == 0:
            await identifying
        rest = texts[len(writing) :]
        writing += [asyncio.ensure_future(_write(browser, text)) for text in rest]
        known = await identifying
        assert set(await asyncio.gather(*writing)) == {first_conversation(browser.id)}
        stored = {first_conversation(browser.id), await _write(known, "last")}
        phone = await house.identified(await house.gateway.a_visitor(), house.proof(subject))
        await _eventually_listed(phone, stored)
        found = [text for one in stored for text in await _texts(phone, one)]
        assert sorted(found) == sorted([*texts, "last"])
        if trial % 3 == 1:
            assert len(stored) == 1, "what was going on goes on"
        if trial % 3 == 0:
            assert len(stored) == 2, "nothing was going on: the person's own chain begins"
        outcomes[len(stored)] += 1
    print("the last one in the same conversation, in another:", outcomes)  # noqa: T201
    assert sum(outcomes.values()) == TRIALS
