"""Two gateways, two replicas of the conversation service, people at both: one truth (H5, X2, C1).

Over REST as anybody's client would; `make test` runs 50 trials a race, `make races` 500.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from tests.chaos.house import House
from tests.integration.conversation.arena import TRIALS

from switchboard.contracts.ids import next_conversation

AT_ONCE = 8


async def _each(trial: Callable[[int], Awaitable[str]]) -> Counter[str]:
    """Run every trial, some at once; count what came."""
    some = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> str:
        async with some:
            return await trial(number)

    return Counter(await asyncio.gather(*(one(number) for number in range(TRIALS))))


async def test_h5_of_two_who_accept_at_two_gateways_one_wins_and_the_other_is_told(
    house: House, tell: Callable[[str], None]
) -> None:
    async def trial(number: int) -> str:
        where, visitor, _ = await house.a_visitor()
        path = f"/v1/conversations/{where}"
        assert (await visitor.post(f"{path}/messages", {"text": "Hello"})).status_code == 201
        assert (await visitor.post(f"{path}/human")).status_code in (200, 201)
        both = (house.anna, house.ben) if number % 2 else (house.ben, house.anna)
        answers = await asyncio.gather(*(agent.post(f"{path}/accept") for agent in both))
        (won,) = (answer.json() for answer in answers if answer.status_code == 201)
        (lost,) = (answer.json() for answer in answers if answer.status_code == 409)
        assert (lost["code"], lost["agent_name"]) == ("already_accepted", won["agent_name"])
        assert len(await house.told(where, "accepted", 1)) == 1
        return str(won["agent_name"])

    counts = await _each(trial)
    tell(f"accept at two gateways: {dict(counts)}")


async def test_x2_ten_messages_at_a_closed_conversation_start_one_with_ten(
    house: House, tell: Callable[[str], None]
) -> None:
    async def trial(number: int) -> str:
        where, one, other = await house.a_visitor()
        path = f"/v1/conversations/{where}"
        assert (await one.post(f"{path}/messages", {"text": "Hello"})).status_code == 201
        assert (await house.anna.post(f"{path}/close")).status_code == 201
        late = [
            (one, other)[n % 2].post(f"{path}/messages", {"text": f"late {n} of {number}"})
            for n in range(10)
        ]
        assert {answer.status_code for answer in await asyncio.gather(*late)} == {201}
        successor = next_conversation(where)
        written = [event["text"] for event in await house.told(successor, "user_message_sent", 10)]
        assert sorted(written) == sorted(f"late {n} of {number}" for n in range(10))
        assert len(await house.told(successor, "opened")) == 1
        assert len(await house.told(where, "user_message_sent")) == 1
        return "one successor"

    counts = await _each(trial)
    tell(f"ten messages at a closed conversation, two gateways: {dict(counts)}")


async def test_c1_three_first_messages_of_a_visitor_open_one_conversation(
    house: House, tell: Callable[[str], None]
) -> None:
    async def trial(number: int) -> str:
        where, one, other = await house.a_visitor()
        path = f"/v1/conversations/{where}/messages"
        first = [(one, other)[n % 2].post(path, {"text": f"{n} of {number}"}) for n in range(3)]
        assert {answer.status_code for answer in await asyncio.gather(*first)} == {201}
        written = [event["text"] for event in await house.told(where, "user_message_sent", 3)]
        assert sorted(written) == [f"{n} of {number}" for n in range(3)]
        assert len(await house.told(where, "opened")) == 1
        return "one conversation"

    counts = await _each(trial)
    tell(f"three first messages of a visitor, two gateways: {dict(counts)}")
