"""Logs that were cut are read again from their start, and nothing takes effect twice."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from tests.integration.runtime.ledger import (
    BANK,
    COMMANDS,
    EVENTS,
    PARTITIONS,
    STATE,
    Deposit,
    Transferred,
)
from tests.integration.runtime.test_events import accounts_of_one_partition
from tests.integration.runtime.test_repairs import AFTER, AMOUNTS, accounts_of_two_partitions
from tests.integration.runtime.world import World


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (range(1, 4), range(4, 11)),
        (range(3, 9), range(9, 11)),
        ((), range(1, 11)),
        ((8, 9), range(6, 11)),
    ],
    ids=["shorter", "grown past", "empty", "with a gap"],
)
async def test_a_log_that_was_cut_is_read_from_its_start_and_nothing_is_heard_twice(
    world: World, before: Sequence[int], after: Sequence[int]
) -> None:
    [account] = accounts_of_one_partition(1)
    bystander = uuid4()  # of another log, which was not cut

    async def say(numbers: Sequence[int]) -> None:
        for number in numbers:
            message = Transferred(account_id=account, number=number, amount=1)
            await world.send(message, topic=BANK, pos=number)

    async with world.engine(**AFTER):
        await say(range(1, 6))
        await world.send(Deposit(account_id=bystander, amount=1))
        await world.until_value(6, "SELECT count(*) FROM entry")
    await world.wipe(BANK)
    await world.pool.execute("UPDATE partition_state SET catch_up_to = 1000")
    await say(before)
    async with world.engine(**AFTER):
        for amount in (2, 3):
            await world.send(Deposit(account_id=bystander, amount=amount))
        await world.until_value([1, 2, 3], AMOUNTS, str(bystander))
        await say(after)
        await world.until_value(list(range(1, 11)), AMOUNTS, str(account))
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 10
    generation = "SELECT generation FROM partition_state WHERE topic = $1 AND partition = 0"
    assert await world.value(generation, BANK.name) == 1
    cut = [(line["topic"], line["partition"]) for line in world.alarmed("critical", "log was cut")]
    assert cut.count((BANK.name, 0)) == 1
    short = "SELECT next_offset < catch_up_to FROM partition_state WHERE topic = $1"
    assert await world.value(f"{short} AND partition = 0", BANK.name) is False


async def test_commands_of_a_log_that_was_cut_take_effect_once(world: World) -> None:
    account, bystander = accounts_of_two_partitions(PARTITIONS)
    sent = [(Deposit(account_id=account, amount=amount), uuid4()) for amount in range(1, 8)]
    async with world.engine():
        for deposit, identifier in sent[:5]:
            await world.send(deposit, identifier=identifier)
        await world.send(Deposit(account_id=bystander, amount=1))
        await world.until_said(EVENTS, 5 + 1)
    for topic in (COMMANDS, EVENTS, STATE):
        await world.wipe(topic)
    for deposit, identifier in sent[2:]:
        await world.send(deposit, identifier=identifier)
    async with world.engine():
        for amount in (2, 3):
            await world.send(Deposit(account_id=bystander, amount=amount))
        await world.until_value([1, 2, 3, 4, 5, 6, 7], AMOUNTS, str(account))
        await world.until_value([1, 2, 3], AMOUNTS, str(bystander))
        events = await world.until_said(EVENTS, 7 + 3)
    assert COMMANDS.name in {line["topic"] for line in world.alarmed("critical", "log was cut")}
    for key, last in ((account, 7), (bystander, 3)):
        said = [event.pos for event in events if event.key == str(key)]
        assert said == list(range(1, last + 1))
