"""Logs that were cut are read again from their start, and nothing takes effect twice."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

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
from tests.integration.runtime.test_events import accounts_of_one_partition, transfer
from tests.integration.runtime.test_repairs import AFTER, AMOUNTS, accounts_of_two_partitions
from tests.integration.runtime.world import World, gap_free

from switchboard.local.infrastructure import Kafka
from switchboard.runtime.engine import claiming
from switchboard.runtime.engine.publishing import Publisher


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


async def test_a_broker_that_comes_back_is_asked_whether_its_log_is_the_one_that_was_read(
    world: World, kafka: Kafka
) -> None:
    """What it lost of a log's end may be written anew before anybody reads on."""
    account, bystander = accounts_of_two_partitions(PARTITIONS)
    async with world.engine():
        for amount in (1, 2, 3):
            await world.send(Deposit(account_id=account, amount=amount))
            await world.send(Deposit(account_id=bystander, amount=amount))
        await world.until_said(EVENTS, 6)
        await asyncio.to_thread(kafka.kill)
        await world.pool.execute(
            "UPDATE partition_state SET fingerprint = 'of another' WHERE topic = $1 "
            "AND partition = 0",
            COMMANDS.name,
        )
        await asyncio.to_thread(kafka.start)
        await world.send(Deposit(account_id=account, amount=4))
        await world.send(Deposit(account_id=bystander, amount=4))
        await world.until_value([1, 2, 3, 4], AMOUNTS, str(account))
        await world.until_value([1, 2, 3, 4], AMOUNTS, str(bystander))
    (cut,) = world.alarmed("critical", "log was cut")
    assert (cut["topic"], cut["partition"]) == (COMMANDS.name, 0)


async def test_a_log_that_a_zombie_read_on_until_the_claim_is_not_taken_for_cut(
    world: World,
) -> None:
    [account] = accounts_of_one_partition(1)
    async with world.engine(**AFTER):
        await transfer(world, account, 1)
        await world.until_value([1], AMOUNTS, str(account))
    async with world.pool.acquire() as zombie, zombie.transaction():
        await zombie.execute("SELECT FROM partition_state FOR UPDATE")
        claim = asyncio.ensure_future(_goes_on(world, account))
        await world.until_value(
            True, "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation IS NULL"
        )
        await transfer(world, account, 2)
        await zombie.execute(
            "UPDATE partition_state SET next_offset = 2, last_pos = 2, fingerprint = NULL "
            "WHERE topic = 'bank.events' AND partition = 0"
        )
    await claim
    assert world.alarmed("critical", "log was cut") == []


async def _goes_on(world: World, account: UUID) -> None:
    """An engine that goes on behind what the zombie has read."""
    async with world.engine(**AFTER):
        await world.until_value(
            2,
            "SELECT next_offset FROM partition_state WHERE topic = $1 AND partition = 0",
            BANK.name,
        )
        await transfer(world, account, 3)
        await world.until_value([1, 3], AMOUNTS, str(account))


async def test_a_log_that_lacks_much_is_said_again_piece_by_piece(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = [uuid4() for _ in range(30)]
    async with world.engine():
        for account in accounts:
            await world.send(Deposit(account_id=account, amount=1))
        await world.until_said(EVENTS, 30)
    await world.wipe(EVENTS)
    sizes, publish = list[int](), Publisher.publish

    async def measured(self: Publisher, said: Sequence[Any], committed_at: float) -> None:
        sizes.append(len(said))
        await publish(self, said, committed_at)

    monkeypatch.setattr(Publisher, "publish", measured)
    monkeypatch.setattr(claiming, "_ROWS", 3)
    async with world.engine():
        events = await world.until_said(EVENTS, 30)
    assert gap_free(events)
    assert len(events) == 30
    assert max(sizes) <= 3 * PARTITIONS
