"""Workers of the AI die with fifty answers under way: nobody is left in silence (C5, C6)."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import UUID

from tests.builders.assistant_runs import articles_locked, standings, until_all_are
from tests.builders.people import Person
from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House

QUESTION = "Who can see internal notes?"
VISITORS = 50
PATIENCE_SECONDS = 90


async def test_c6_every_question_is_answered_once_or_handed_off_though_its_worker_was_killed(
    system: WholeSystem, house: House
) -> None:
    runs = system.state.postgres.url("assistant")
    visitors = await asyncio.gather(*(house.a_visitor() for _ in range(VISITORS)))
    asked = [where for where, _, _ in visitors]
    async with AsyncExitStack() as stack:
        with system.frozen("assistant-work"):  # so that it takes all of them at once
            await asyncio.gather(*(_ask(where, visitor) for where, visitor, _ in visitors))
            await until_all_are(runs, asked, "queued")
            await stack.enter_async_context(articles_locked(runs))
        await until_all_are(runs, asked, "in flight")
        system.kill("assistant-work")
        assert await standings(runs, asked) == {"in flight": VISITORS}
        system.kill("assistant-consume")
    came = await _came_to_all(house, asked)
    assert set(came) <= {"answered", "handed off"}
    assert came["answered"] > 0


async def _ask(where: UUID, visitor: Person) -> None:
    answer = await visitor.post(f"/v1/conversations/{where}/messages", {"text": QUESTION})
    assert answer.status_code == 201


async def _came_to_all(house: House, asked: Sequence[UUID]) -> Counter[str | None]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        for where in asked:
            while await _came(house, where) is None:  # noqa: ASYNC110 - asked over REST
                await asyncio.sleep(0.2)
    await asyncio.sleep(4)  # a second answer would have come by now
    return Counter([await _came(house, where) for where in asked])


async def _came(house: House, where: UUID) -> str | None:
    answers = len(await house.told(where, "ai_message_sent"))
    hand_offs = len(await house.told(where, "hand_off_requested"))
    if (answers, hand_offs) == (0, 0):
        return None
    if (answers, hand_offs) == (1, 0):
        return "answered"
    return "handed off" if (answers, hand_offs) == (0, 1) else f"{answers} and {hand_offs}"
