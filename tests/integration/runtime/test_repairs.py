"""What operators can mend while new records arrive: parked events, gaps, a version to come."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar, Literal
from uuid import UUID, uuid4

import pytest
from tests.integration.runtime.ledger import (
    BANK,
    COMMANDS,
    EVENTS,
    PARTITIONS,
    Deposit,
    FromBank,
    Heard,
    Transferred,
)
from tests.integration.runtime.test_events import accounts_of_one_partition, transfer
from tests.integration.runtime.world import World, gap_free

from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message
from switchboard.contracts.partition import partition_of
from switchboard.runtime.engine import Engine, EngineStopped, sweeping
from switchboard.runtime.repair_command import run
from switchboard.runtime.roles import Incoming, Send

ROLES = {"translators": (FromBank(),), "projectors": (Heard(),)}
AMOUNTS = "SELECT array_agg(amount ORDER BY seq) FROM entry WHERE account = $1"


class Mended(FromBank):
    """The translator after its mistake was mended; deposits the number of the transfer."""

    def translate(self, event: Incoming) -> Sequence[Send]:
        message: Any = event.message
        deposit = Deposit(account_id=message.account_id, amount=message.number)
        identifier = translated_command_id(event.envelope.id, deposit.ce_type(), deposit.key)
        return [Send(COMMANDS, deposit, identifier)]


class Broken(Mended):
    """The same before."""

    def translate(self, event: Incoming) -> Sequence[Send]:
        return FromBank.translate(self, event) and super().translate(event)


BEFORE = {"translators": (Broken(),), "projectors": (Heard(),)}
AFTER = {"translators": (Mended(),), "projectors": (Heard(),)}


def accounts_of_two_partitions(partitions: int) -> tuple[UUID, UUID]:
    """Of partition 0 and of another one, in topics of so many."""
    some = iter(uuid4, None)
    one = next(a for a in some if partition_of(str(a), partitions) == 0)
    return one, next(a for a in some if partition_of(str(a), partitions) != 0)


async def park(world: World, account: UUID) -> None:
    """Five transfers, of which the second cannot be translated."""
    async with world.engine(**BEFORE):
        for number in range(1, 6):
            await transfer(world, account, number, "break" if number == 2 else "")
        await world.until_value(4, "SELECT count(*) FROM parked_event")


async def test_parked_events_are_heard_again_in_order_while_new_ones_arrive(world: World) -> None:
    account, bystander = accounts_of_one_partition(2)
    await park(world, account)
    async with world.engine(**AFTER):
        await transfer(world, account, 6)
        await world.until_value(5, "SELECT count(*) FROM parked_event")
        asked = asyncio.ensure_future(run(world.url, ["parked", "redrive", str(account)]))
        for number in range(7, 12):
            await transfer(world, account, number)
            await transfer(world, bystander, number)
            await asyncio.sleep(0.2)
        assert await asked == "Heard again, in order."
        await world.until_value(list(range(1, 12)), AMOUNTS, str(account))
        await world.until_value(list(range(7, 12)), AMOUNTS, str(bystander))
    assert await run(world.url, ["parked", "list"]) == "Nothing is parked."
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 11 + 5
    assert gap_free(await world.read(EVENTS))


async def test_an_event_that_fails_again_stays_parked_with_what_waits_behind_it(
    world: World,
) -> None:
    account, bystander = accounts_of_one_partition(2)
    await park(world, account)
    async with world.engine(**BEFORE):
        asked = asyncio.ensure_future(run(world.url, ["parked", "redrive"]))
        await transfer(world, bystander, 1)
        told = await asked
        await world.until_value([1], AMOUNTS, str(bystander))
        assert told.startswith("Still parked: bank.events")
        assert "internal: RuleBrokenError" in told
    assert [line["code"] for line in world.alarmed("error", "still parked")] == ["internal"]
    assert await world.value("SELECT count(*) FROM parked_event") == 4
    assert await world.value(AMOUNTS, str(account)) == [1]


async def test_one_that_postgres_refuses_again_stays_parked_too(world: World) -> None:
    account = uuid4()
    async with world.engine(**ROLES):
        await transfer(world, account, 1, "spoil")
        await world.until_value(1, "SELECT count(*) FROM parked_event")
        assert "store_refused" in await run(world.url, ["parked", "redrive"])
        assert await world.value("SELECT count(*) FROM heard") == 0
        await transfer(world, uuid4(), 2)
        await world.until_value(1, "SELECT count(*) FROM heard")


async def test_a_discarded_event_is_kept_as_refused_and_what_came_meanwhile_goes_on(
    world: World,
) -> None:
    account, bystander = accounts_of_one_partition(2)
    await park(world, account)
    row = await world.pool.fetchrow("SELECT * FROM parked_event WHERE reason <> 'behind'")
    place = [row["topic"], str(row["partition"]), str(row["record_offset"])]
    shown = await run(world.url, ["parked", "show", *place])
    assert '"note":"break"' in shown.replace('\\"', '"').replace(" ", "")
    async with world.engine(**BEFORE):
        asked = asyncio.ensure_future(run(world.url, ["parked", "discard", *place]))
        for number in (6, 7, 8):
            await transfer(world, account, number)
            await transfer(world, bystander, number)
        assert (await asked).startswith("Dropped")
        assert await world.value("SELECT reason FROM refused_record") == "discarded"
        await world.until_value([6, 7, 8], AMOUNTS, str(bystander))
        assert await world.value(AMOUNTS, str(account)) == [1]
        assert await run(world.url, ["parked", "redrive"]) == "Heard again, in order."
        await transfer(world, account, 9)
        await world.until_value([1, 3, 4, 5, 6, 7, 8, 9], AMOUNTS, str(account))
    assert await run(world.url, ["parked", "list"]) == "Nothing is parked."
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 8 + 3


async def test_a_list_of_parked_events_says_nothing_of_what_they_say(world: World) -> None:
    account = uuid4()
    async with world.engine(**ROLES):
        await transfer(world, account, 1, "break")
        await world.until_value(1, "SELECT count(*) FROM parked_event")
    listed = await run(world.url, ["parked", "list"])
    assert str(account) in listed
    assert "bank.transferred.v1" in listed
    assert "break" not in listed


async def test_a_repair_that_ends_the_process_is_not_begun_for_ever(world: World) -> None:
    await world.pool.execute(
        "INSERT INTO repair_request (action, topic, partition, key, attempts) "
        "VALUES ('redrive', 'bank.events', 0, 'any', 3)"
    )
    async with world.engine(**ROLES):
        await world.until_value(0, "SELECT count(*) FROM repair_request")
    (given_up,) = world.alarmed("critical", "repair given up")
    assert (given_up["action"], given_up["topic"]) == ("redrive", BANK.name)


async def test_what_was_said_is_said_once_more_as_it_was(world: World) -> None:
    account, bystander = accounts_of_two_partitions(PARTITIONS)
    async with world.engine():
        for amount in range(1, 6):
            await world.send(Deposit(account_id=account, amount=amount))
        first = await world.until_said(EVENTS, 5)
        place = (EVENTS.name, str(first[0].partition))
        asked = asyncio.ensure_future(run(world.url, ["republish", *place, "3"]))
        for amount in range(1, 4):
            await world.send(Deposit(account_id=bystander, amount=amount))
        assert await asked == "Published again, up to the newest."
        await world.until_said(EVENTS, 8 + 3)
        await world.send(Deposit(account_id=account, amount=6))
        everything = await world.until_said(EVENTS, 9 + 3)
    said = [one for one in everything if one.key == str(account)]
    assert [one.pos for one in said] == [1, 2, 3, 4, 5, 3, 4, 5, 6]
    assert said[5:8] == said[2:5]
    assert [one.pos for one in everything if one.key == str(bystander)] == [1, 2, 3]
    assert await world.value(AMOUNTS, str(account)) == [1, 2, 3, 4, 5, 6]
    assert await world.value(AMOUNTS, str(bystander)) == [1, 2, 3]


async def test_a_gap_is_mended_by_publishing_again_and_nothing_is_heard_twice(
    world: World,
) -> None:
    [account] = accounts_of_one_partition(1)

    async def say(number: int) -> None:
        message = Transferred(account_id=account, number=number, amount=1)
        await world.send(message, topic=BANK, pos=number)

    async with world.engine(**AFTER):
        for number in (1, 2, 5, 6):
            await say(number)
        await world.until_value([1, 2], AMOUNTS, str(account))
        (paused,) = world.alarmed("critical", "partition paused")
        assert (paused["reason"], paused["last_pos"], paused["found_pos"]) == ("missing", 2, 5)
        for number in (3, 4, 5, 6, 7):
            await say(number)
        await world.until_value([1, 2, 3, 4, 5, 6, 7], AMOUNTS, str(account))
        assert len(world.alarmed("warning", "gap mended")) == 1
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 7
    async with world.engine(**AFTER):
        await say(8)
        await world.until_value(8, "SELECT count(*) FROM entry")


class TransferredV2(Message):
    """A version that only a later deploy knows."""

    key_field: ClassVar[str] = "account_id"
    type: Literal["bank.transferred"] = "bank.transferred"
    version: Literal[2] = 2
    account_id: UUID
    number: int
    amount: int


class Newer(Mended):
    wanted: tuple[type[Message], ...] = (Transferred, TransferredV2)


async def test_an_event_of_a_newer_version_waits_for_its_deploy_and_others_go_on(
    world: World,
) -> None:
    account, other = accounts_of_two_partitions(BANK.partitions)
    async with world.engine(translators=(Mended(),)):
        await transfer(world, account, 1)
        newer = TransferredV2(account_id=account, number=2, amount=1)
        await world.send(newer, topic=BANK, pos=True)
        await transfer(world, account, 3)
        await world.until_value([1], AMOUNTS, str(account))
        await transfer(world, other, 9)
        await world.until_value([9], AMOUNTS, str(other))
        await asyncio.sleep(0.3)  # by then it has looked whether something is missing
    assert await world.value("SELECT count(*) FROM parked_event") == 0
    assert await world.value(AMOUNTS, str(account)) == [1]
    (paused,) = world.alarmed("critical", "partition paused")
    assert (paused["topic"], paused["partition"]) == (BANK.name, 0)
    assert (paused["reason"], paused["found_pos"]) == ("unknown_version", 2)
    async with world.engine(translators=(Newer(),)):
        await world.until_value([1, 2, 3], AMOUNTS, str(account))


async def test_an_event_of_a_newer_version_waits_however_often_its_partition_is_claimed(
    world: World,
) -> None:
    account, other = accounts_of_two_partitions(BANK.partitions)
    newer = TransferredV2(account_id=account, number=1, amount=1)
    await world.send(newer, topic=BANK, pos=True)
    async with world.engine(**AFTER, poll_timeout_ms=50) as engine:
        for claims in range(1, 8):

            async def has_paused(times: int = claims) -> bool:
                return len(world.alarmed("critical", "partition paused")) == times

            await world.until(has_paused, f"pause {claims}")
            engine._claim_anew()
        await transfer(world, other, 9)
        await world.until_value([9], AMOUNTS, str(other))
    assert await world.value("SELECT count(*) FROM parked_event") == 0


async def test_what_no_repair_needs_any_more_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_EVERY_SECONDS", 0.1)
    account = uuid4()
    async with world.engine():
        for amount in range(1, 6):
            await world.send(Deposit(account_id=account, amount=amount))
        await world.until_said(EVENTS, 5)
        await world.pool.execute(
            "UPDATE outbox SET stored_at = now() - interval '2 days' WHERE topic = $1 AND pos < 4",
            EVENTS.name,
        )
        await world.pool.execute(
            "UPDATE decided_command SET decided_at = now() - interval '3 days' WHERE command_id = "
            "(SELECT command_id FROM entry WHERE amount = 1)"
        )
        await world.until_value(2, "SELECT count(*) FROM outbox WHERE topic = $1", EVENTS.name)
        await world.until_value(4, "SELECT count(*) FROM decided_command")


async def test_much_that_no_repair_needs_any_more_is_forgotten_piece_by_piece_without_long_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_ROWS_A_PARTITION", 1)
    monkeypatch.setattr(sweeping, "_SOON_SECONDS", 0.0)
    account = uuid4()
    async with world.engine(poll_timeout_ms=50) as engine:
        for amount in range(1, 6):
            await world.send(Deposit(account_id=account, amount=amount))
        await world.until_said(EVENTS, 5)
        await world.pool.execute("UPDATE outbox SET stored_at = now() - interval '60 days'")
        engine._sweep._next = 0.0
        await world.until_value(0, "SELECT count(*) FROM outbox", seconds=sweeping._EVERY_SECONDS)


async def test_records_deleted_before_they_were_read_stop_the_consumer(world: World) -> None:
    account = accounts_of_one_partition(1)[0]
    async with world.engine(**ROLES):
        await transfer(world, account, 1)
        await world.until_value(1, "SELECT count(*) FROM heard")
    await world.pool.execute(
        "UPDATE partition_state SET next_offset = -5 WHERE topic = $1 AND partition = 0", BANK.name
    )
    engine = Engine(world.settings(), **ROLES)
    with pytest.raises(EngineStopped, match="were deleted before they were read"):
        await engine.run()
