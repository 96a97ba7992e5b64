"""Deadlines are decided once, on time, after the commands that came before them."""

import asyncio
import signal
import time
from datetime import datetime, timedelta, tzinfo
from uuid import UUID, uuid4

import pytest
from tests.integration.runtime.ledger import COMMANDS, EVENTS, Deposit, RemindLater
from tests.integration.runtime.world import World, gap_free

from switchboard.contracts.partition import partition_of
from switchboard.runtime.engine import clock


def neighbour(account: UUID) -> UUID:
    """Another account of the same partition."""
    wanted = partition_of(str(account), COMMANDS.partitions)
    while partition_of(str(other := uuid4()), COMMANDS.partitions) != wanted:
        pass
    return other


async def test_a_deadline_is_decided_without_traffic_and_once(world: World) -> None:
    account = uuid4()
    async with world.engine():
        await world.send(RemindLater(account_id=account, milliseconds=400))
        await world.until_value(1, "SELECT count(*) FROM timer")
        await world.until_value(1, "SELECT reminded FROM account")
        await asyncio.sleep(0.3)
    [event] = await world.read(EVENTS)
    assert event.type == "reminded"
    late = await world.value(
        "SELECT extract(epoch FROM $1::text::timestamptz - $2::text::timestamptz)",
        event.body["at"],
        event.headers["ce_time"],
    )
    assert late == 0
    assert await world.value("SELECT count(*) FROM timer") == 0


async def test_a_deadline_is_at_most_a_quarter_of_a_second_late(world: World) -> None:
    async with world.engine():
        for _ in range(5):
            await world.send(RemindLater(account_id=uuid4(), milliseconds=300))
        await world.until_value(5, "SELECT count(*) FROM timer")
        due = await world.value("SELECT max(due_at) FROM timer")
        await world.until_value(5, "SELECT sum(reminded) FROM account")
    events = await world.read(EVENTS)
    for event in events:
        late = await world.value("SELECT $1::text::timestamptz - $2", event.body["at"], due)
        assert late.total_seconds() < 0.25


async def test_a_deadline_that_comes_due_while_nobody_runs_is_decided_once(world: World) -> None:
    account = uuid4()
    async with world.engine():
        await world.send(RemindLater(account_id=account, milliseconds=500))
        await world.until_value(1, "SELECT count(*) FROM timer")
    await asyncio.sleep(0.6)
    await world.send(Deposit(account_id=account, amount=1))
    for _ in range(2):
        async with world.engine():
            await world.until_value(1, "SELECT reminded FROM account")
            await asyncio.sleep(0.2)
    events = await world.read(EVENTS)
    assert [event.type for event in events] == ["deposited", "reminded"]
    assert gap_free(events)


async def test_a_deadline_that_was_put_off_stays_though_its_batch_is_decided_in_halves(
    world: World,
) -> None:
    account = uuid4()
    async with world.engine():
        await world.send(RemindLater(account_id=account, milliseconds=1_500))
        await world.until_value(1, "SELECT count(*) FROM timer")
    await asyncio.sleep(1.5)
    await world.send(RemindLater(account_id=account, milliseconds=60_000))
    await world.send(Deposit(account_id=neighbour(account), amount=1, manner="spoil"))
    async with world.engine():
        await world.until_value(1, "SELECT count(*) FROM refused_record")
        await asyncio.sleep(0.3)
        assert await world.value("SELECT due_at > now() FROM timer")
    assert await world.value("SELECT reminded FROM account") == 0


async def test_a_deadline_that_fails_is_disarmed_and_others_are_decided(world: World) -> None:
    accounts = {note: uuid4() for note in ("break deadline", "spoil deadline", "good")}
    async with world.engine():
        for note, account in accounts.items():
            await world.send(Deposit(account_id=account, amount=1, note=note))
            await world.send(RemindLater(account_id=account, milliseconds=400))
        begun = time.monotonic()
        await world.until_value(2, "SELECT count(*) FROM refused_record")
        await world.until_value(1, "SELECT sum(reminded) FROM account")
        await world.until_value(0, "SELECT count(*) FROM timer")
        assert time.monotonic() - begun < 5
    reasons = await world.pool.fetch("SELECT reason FROM refused_record ORDER BY reason")
    assert [row["reason"] for row in reasons] == ["internal", "store_refused"]
    codes = {line["code"] for line in world.alarmed("error", "deadline disarmed")}
    assert codes == {"internal", "store_refused"}


UNDER_SUSPICION = """
UPDATE partition_state SET released = false, attempts = 1, attempted_offset = next_offset
WHERE topic = $1
"""
"""What two processes leave behind that were killed at this place."""


async def test_of_deadlines_of_one_partition_that_are_tried_one_by_one_each_is_decided(
    world: World,
) -> None:
    accounts = [uuid4()]
    accounts += [neighbour(accounts[0]) for _ in range(7)]
    async with world.engine():
        for account in accounts:
            await world.send(RemindLater(account_id=account, milliseconds=500))
        await world.until_value(8, "SELECT count(*) FROM timer")
    await asyncio.sleep(0.5)
    await world.pool.execute(UNDER_SUSPICION, COMMANDS.name)
    async with world.engine():
        await world.until_value(0, "SELECT count(*) FROM timer")
    assert await world.value("SELECT sum(reminded) FROM account") == 8
    assert await world.value("SELECT count(*) FROM refused_record") == 0


async def test_a_deadline_that_ends_the_process_again_and_again_is_disarmed_and_no_other(
    world: World,
) -> None:
    ends_it = uuid4()
    process = await world.process()
    await world.send(Deposit(account_id=ends_it, amount=1, note="exit deadline"))
    for account in (neighbour(ends_it), ends_it):  # what is stored first takes no count back
        await world.send(RemindLater(account_id=account, milliseconds=100))
    assert await process.wait() == -signal.SIGKILL
    await world.pool.execute(UNDER_SUSPICION, COMMANDS.name)
    await world.pool.execute("UPDATE timer SET attempts = 2")
    process = await world.process()
    assert await process.wait() == -signal.SIGKILL
    await world.process()
    await world.until_value("internal", "SELECT reason FROM refused_record")
    await world.until_value(0, "SELECT count(*) FROM timer")
    assert await world.value("SELECT sum(reminded) FROM account") == 1
    assert "again and again" in world.told()


async def test_a_clock_that_jumps_fires_a_deadline_once_and_turns_no_time_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Jumping(datetime):
        ahead = timedelta()

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Jumping":
            return super().now(tz) + cls.ahead

    monkeypatch.setattr(clock, "datetime", Jumping)
    account = uuid4()
    async with world.engine():
        await world.send(RemindLater(account_id=account, milliseconds=60_000))
        await world.until_value(1, "SELECT count(*) FROM timer")
        Jumping.ahead = timedelta(minutes=2)
        await world.until_value(1, "SELECT reminded FROM account")
        Jumping.ahead = timedelta(minutes=-2)
        await world.send(Deposit(account_id=neighbour(account), amount=1))
        await world.until_value(1, "SELECT count(*) FROM entry")
        Jumping.ahead = timedelta(minutes=2)
        await asyncio.sleep(0.3)
    events = await world.read(EVENTS)
    assert [event.type for event in events] == ["reminded", "deposited"]
    assert events[0].headers["ce_time"] <= events[1].headers["ce_time"]
    assert await world.value("SELECT sum(reminded) FROM account") == 1
