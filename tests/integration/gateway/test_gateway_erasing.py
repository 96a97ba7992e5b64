"""E1 at the doors: who is erased is let in no more, in any browser, and may come back as new."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
from tests.builders.searching import places_with
from tests.integration.gateway.gateways import Client
from tests.integration.gateway.vouching import House, close, house, write

from switchboard.contracts.ids import first_conversation, next_conversation, person_id
from switchboard.contracts.socket import CloseCode
from switchboard.contracts.words import Role

__all__ = ["house"]

NEEDLE = "quetzalcoatlus"


async def _erase(admin: Client, subject: UUID, key: str | None = None) -> dict[str, int]:
    key = key or str(uuid4())
    path = f"/v1/persons/{subject}/erase"
    async with asyncio.timeout(20):
        while (answer := await admin.post(path, key=key)).status_code == 202:
            pass
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _nothing_left(house: House) -> None:
    """Neither the gateway's database nor the conversations' holds the word."""
    conversations = await asyncpg.connect(house.database)
    try:
        async with asyncio.timeout(20):
            for database in (house.gateway.pool, conversations):
                while await places_with(database, NEEDLE):  # noqa: ASYNC110 - SQL
                    await asyncio.sleep(0.1)
    finally:
        await conversations.close()


async def test_e1_a_person_is_erased_in_every_browser_and_may_come_back_as_new(
    house: House,
) -> None:
    subject = f"u-{uuid4()}"
    person = person_id("demo", subject)
    proof = house.proof(subject, name=f"Jo {NEEDLE}", email=f"{NEEDLE}@example.org")
    phone, laptop = [await house.gateway.a_visitor() for _ in range(2)]
    attached = await write(phone, f"I am {NEEDLE}.")
    phone = await house.identified(phone, proof)
    laptop = await house.identified(laptop, proof)
    assert attached == first_conversation(phone.id)
    assert await places_with(house.gateway.pool, NEEDLE)
    async with phone.socket() as one, laptop.socket() as other:
        found = await _erase(house.admin, person)
        assert found["conversations"] >= 1
        for socket in (one, other):
            assert await socket.closed() == int(CloseCode.NOT_SIGNED_IN)
    await _nothing_left(house)
    for browser in (phone, laptop):
        answer = await browser.get("/v1/conversations")
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")

    newcomer = await house.identified(
        await house.gateway.a_visitor(), house.proof(subject, name="Jo")
    )
    anew = await write(newcomer, "I am back.")
    assert anew not in (attached, next_conversation(attached))
    texts = (await newcomer.get(f"/v1/conversations/{anew}/events")).text
    assert "I am back." in texts
    assert "erased" not in texts


async def test_e1_a_visitor_without_a_word_is_erased_too_and_an_unknown_one_is_not_found(
    house: House,
) -> None:
    silent = await house.gateway.a_visitor()
    proof = house.proof(f"u-{uuid4()}", name=NEEDLE)
    silent = await house.identified(silent, proof)
    assert await _erase(house.admin, silent.id) == {"conversations": 0}
    await _nothing_left(house)
    unknown = await house.admin.post(f"/v1/persons/{uuid4()}/erase")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_person")


async def test_e1_what_a_visitor_uploaded_and_never_sent_is_erased_too(house: House) -> None:
    """Whether the conversation that it was meant for exists, or they ever wrote anything."""
    files = Path(house.gateway.files)
    for has_written in (False, True):
        visitor = await house.gateway.a_visitor()
        if has_written:
            first = await write(visitor, "Hello.")
            await close(house, first)
            visitor.conversation = next_conversation(first)
        granted = await visitor.post(
            f"/v1/conversations/{visitor.conversation}/attachments", {"name": f"{NEEDLE}.txt"}
        )
        file = granted.json()["attachment_id"]
        stored = await visitor.http.put(
            f"/v1/attachments/{file}/content", content=NEEDLE.encode(), headers=visitor.headers
        )
        assert stored.status_code == 200, stored.text
        assert _holding(files)
        assert await _erase(house.admin, visitor.id) == {"conversations": int(has_written)}
        await _nothing_left(house)
        await house.gateway.services.attachments.sweep()
        assert not _holding(files)


def _holding(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and NEEDLE in file.read_text()]


async def test_e1_the_same_request_again_is_the_same_erasure(house: House) -> None:
    visitor = await house.gateway.a_visitor()
    await write(visitor, f"I am {NEEDLE}.")
    key = str(uuid4())
    assert await _erase(house.admin, visitor.id, key) == await _erase(house.admin, visitor.id, key)
    await _nothing_left(house)


async def test_e1_only_admins_erase(house: House) -> None:
    for role in (Role.AGENT, Role.DEVELOPER):
        member = await house.gateway.an_agent(role.value, role)
        answer = await member.post(f"/v1/persons/{uuid4()}/erase")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
