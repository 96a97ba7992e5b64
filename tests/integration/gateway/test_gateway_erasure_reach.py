"""E1 at the doors: what a browser said before its user was known goes too, and the log says who."""

import asyncio
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.integration.gateway.vouching import (
    House,
    close,
    eventually_listed,
    house,
    state_of,
    write,
)

from switchboard.contracts.ids import person_id
from switchboard.contracts.words import Status

__all__ = ["house"]


async def _erase(house: House, subject: UUID, key: str) -> int:
    """Erase whom this id names; how many conversations they had."""
    async with asyncio.timeout(20):
        while (
            answer := await house.admin.post(f"/v1/persons/{subject}/erase", key=key)
        ).status_code == 202:
            pass
    assert answer.status_code == 200, answer.text
    return int(answer.json()["conversations"])


async def _noted(house: House, subject: UUID) -> list[dict[str, Any]]:
    entries = (await house.admin.get("/v1/audit-log", limit=100)).json()["entries"]
    return [one for one in entries if one["subject_id"] == str(subject)]


async def _eventually_erased(house: House, conversation: UUID) -> None:
    end = time.monotonic() + 20
    while not (state := await state_of(house, conversation)).get("erased"):
        assert time.monotonic() < end, state
        await asyncio.sleep(0.05)
    assert state["status"] == Status.CLOSED


@pytest.mark.parametrize("by_person", [False, True])
async def test_e1_what_a_browser_said_before_its_user_was_known_is_erased_with_the_person(
    house: House, *, by_person: bool
) -> None:
    name = f"u-{uuid4()}"
    visitor = await house.gateway.a_visitor()
    unknown = await write(visitor, "Before anybody knew me.")
    await eventually_listed(visitor, {unknown})
    await close(house, unknown)
    attached = await write(visitor, "And again.", unknown)
    await eventually_listed(visitor, {unknown, attached})
    await house.identified(visitor, house.proof(name, name="Jo"))
    subject = person_id("demo", name) if by_person else visitor.id
    key = str(uuid4())
    assert await _erase(house, subject, key) == await _erase(house, subject, key)
    for conversation in (unknown, attached):
        await _eventually_erased(house, conversation)
    (entry,) = await _noted(house, subject)
    assert entry["action"] == "conversation.erase_person"
    assert entry["member_id"] == str(house.admin.id)


async def test_e1_who_was_known_only_after_their_last_word_is_erased_by_the_persons_id(
    house: House,
) -> None:
    name = f"u-{uuid4()}"
    visitor = await house.gateway.a_visitor()
    unknown = await write(visitor, "Before anybody knew me.")
    await eventually_listed(visitor, {unknown})
    await close(house, unknown)
    await house.identified(visitor, house.proof(name))
    assert await _erase(house, person_id("demo", name), str(uuid4())) == 1
    await _eventually_erased(house, unknown)


async def test_an_erasure_is_noted_also_of_somebody_without_a_conversation(house: House) -> None:
    visitor = await house.identified(await house.gateway.a_visitor(), house.proof(f"u-{uuid4()}"))
    assert await _erase(house, visitor.id, str(uuid4())) == 0
    assert [one["action"] for one in await _noted(house, visitor.id)] == [
        "conversation.erase_person"
    ]
    nobody = uuid4()
    assert (await house.admin.post(f"/v1/persons/{nobody}/erase")).status_code == 404
    assert await _noted(house, nobody) == []
