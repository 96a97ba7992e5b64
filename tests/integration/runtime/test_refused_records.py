"""One bad command concerns nothing but itself: refused, kept, and the next one decided."""

from uuid import uuid4

import pytest
from tests.integration.runtime.ledger import COMMANDS, EVENTS, Deposit
from tests.integration.runtime.test_repeats import outcomes
from tests.integration.runtime.world import World, command_envelope, gap_free

from switchboard.contracts.codec import encode
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC


async def kept(world: World) -> list[str]:
    return [row["reason"] for row in await world.pool.fetch("SELECT reason FROM refused_record")]


async def surrounded(world: World, bad: Deposit) -> None:
    """Ten good commands of one partition before and after a bad one."""
    for _ in range(10):
        await world.send(Deposit(account_id=bad.account_id, amount=1))
    await world.send(bad, outcome=3)
    for _ in range(10):
        await world.send(Deposit(account_id=bad.account_id, amount=1))


@pytest.mark.parametrize(
    ("manner", "code"),
    [("break", "internal"), ("spoil", "store_refused"), ("swell", "too_large")],
)
async def test_a_bad_command_is_refused_and_all_around_it_go_on(
    world: World, manner: str, code: str
) -> None:
    await surrounded(world, Deposit(account_id=uuid4(), amount=1000, manner=manner))
    async with world.engine():
        events = await world.until_said(EVENTS, 20)
        [outcome] = await outcomes(world, 1)
    assert (outcome.partition, outcome.body["code"]) == (3, code)
    assert await kept(world) == [code]
    (alarm,) = world.alarmed("error", "command refused")
    assert (alarm["code"], alarm["topic"]) == (code, COMMANDS.name)
    assert len(events) == 20
    assert gap_free(events)
    assert [event.body["seq"] for event in events] == list(range(1, 21))
    assert await world.value("SELECT sum(balance) FROM account") == 20
    assert await world.value("SELECT count(*) FROM entry") == 20


async def test_a_command_that_cannot_be_read_is_refused_malformed(world: World) -> None:
    account = uuid4()
    good = Deposit(account_id=account, amount=1)
    envelope = command_envelope(good, outcome=2).headers()
    key = str(account).encode()
    partition = 1
    records = [
        (key, envelope, b"{not json"),
        (key, envelope, b'{"amount": "\xff"}'),
        (key, envelope, None),
        (None, envelope, encode(good)),
        (key, [("ce_id", b"no id")], encode(good)),
        (key, [], None),
        (b"\x00\xff", envelope, encode(good)),
    ]
    for record_key, headers, body in records:
        await world.put(COMMANDS, partition, record_key, headers, body)
    await world.send(good)
    async with world.engine():
        await world.until_said(EVENTS, 1)
        said = await outcomes(world, 5)
    assert {outcome.body["code"] for outcome in said} <= {"malformed", "wrong_key"}
    assert len(await kept(world)) == len(records)
    assert len(world.alarmed("error", "command refused")) == len(records)


async def test_keys_and_partitions_that_do_not_fit_are_refused(world: World) -> None:
    deposit = Deposit(account_id=uuid4(), amount=1)
    right = partition_of(deposit.key, COMMANDS.partitions)
    envelope = command_envelope(deposit, outcome=0).headers()
    wrong = (right + 1) % COMMANDS.partitions
    await world.put(COMMANDS, wrong, deposit.key.encode(), envelope, encode(deposit))
    await world.put(COMMANDS, right, str(uuid4()).encode(), envelope, encode(deposit))
    async with world.engine():
        said = await outcomes(world, 2)
    assert {outcome.body["code"] for outcome in said} == {"wrong_partition", "wrong_key"}
    assert await world.value("SELECT count(*) FROM account") == 0


async def test_an_unknown_version_is_refused_and_not_remembered(world: World) -> None:
    deposit = Deposit(account_id=uuid4(), amount=1)
    envelope = command_envelope(deposit, outcome=0)
    headers = [
        (name, value.replace(b".v1", b".v2") if name == "ce_type" else value)
        for name, value in envelope.headers()
    ]
    place = partition_of(deposit.key, COMMANDS.partitions)
    await world.put(COMMANDS, place, deposit.key.encode(), headers, encode(deposit))
    async with world.engine():
        [outcome] = await outcomes(world, 1)
        await world.send(deposit, identifier=envelope.id, outcome=0)
        await world.until_said(EVENTS, 1)
    assert outcome.body["code"] == "unknown_version"


async def test_an_outcome_partition_that_does_not_exist_harms_nobody(world: World) -> None:
    async with world.engine():
        await world.send(Deposit(account_id=uuid4(), amount=1, manner="refuse"), outcome=99)
        await world.send(Deposit(account_id=uuid4(), amount=1, manner="refuse"), outcome=5)
        await outcomes(world, 1)
    assert len(await world.read(COMMAND_OUTCOMES_TOPIC)) == 1
