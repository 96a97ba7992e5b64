"""Workers of the AI die with fifty answers under way: nobody is left in silence (C5, C6)."""

import asyncio
from collections import Counter
from uuid import UUID

from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House, Person

QUESTION = "Who can see internal notes?"
VISITORS = 50
HELD_SECONDS = 2.0
PATIENCE_SECONDS = 90


async def test_c6_every_question_is_answered_once_or_handed_off_though_its_worker_was_killed(
    system: WholeSystem, house: House
) -> None:
    await _hold_runs(house.anna, HELD_SECONDS)
    try:
        asked = await asyncio.gather(*(_ask(house) for _ in range(VISITORS)))
        await asyncio.sleep(HELD_SECONDS / 2)
        system.kill("assistant-work")
        await asyncio.sleep(HELD_SECONDS)
        system.kill("assistant-consume")
        async with asyncio.timeout(PATIENCE_SECONDS):
            for where in asked:
                while await _came(house, where) is None:  # noqa: ASYNC110 - asked over REST
                    await asyncio.sleep(0.2)
        await asyncio.sleep(2 * HELD_SECONDS)  # a second answer would have come by now
        came = Counter([await _came(house, where) for where in asked])
        assert set(came) <= {"answered", "handed off"}
        assert came["answered"] > 0
    finally:
        await _hold_runs(house.anna, 0.0)


async def _ask(house: House) -> UUID:
    where, visitor, _ = await house.a_visitor()
    answer = await visitor.post(f"/v1/conversations/{where}/messages", {"text": QUESTION})
    assert answer.status_code == 201
    return where


async def _came(house: House, where: UUID) -> str | None:
    answers = len(await house.told(where, "ai_message_sent"))
    hand_offs = len(await house.told(where, "hand_off_requested"))
    if (answers, hand_offs) == (0, 0):
        return None
    if (answers, hand_offs) == (1, 0):
        return "answered"
    return "handed off" if (answers, hand_offs) == (0, 1) else f"{answers} and {hand_offs}"


async def _hold_runs(admin: Person, seconds: float) -> None:
    headers = admin.headers | {"Idempotency-Key": f"hold {seconds}"}
    body = {"enabled": True, "minimum_run_seconds": seconds}
    answer = await admin.client.put("/v1/assistant/settings", json=body, headers=headers)
    assert answer.status_code == 200
