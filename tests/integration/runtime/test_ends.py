"""Processes that die or come back: nothing lost, no gap, no effect twice."""

import asyncio
import signal
from uuid import UUID, uuid4

import pytest
from tests.integration.runtime.ledger import EVENTS, STATE, Deposit, FromBank, Heard, Ledger
from tests.integration.runtime.test_events import accounts_of_one_partition, transfer
from tests.integration.runtime.world import World, gap_free

from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC
from switchboard.runtime.engine import Engine, EngineStopped, membership
from switchboard.runtime.engine.frame import Frame

ROLES = {"translators": (FromBank(),), "projectors": (Heard(),)}


async def deposits(world: World, count: int, *accounts: UUID) -> None:
    for number in range(count):
        account = accounts[number % len(accounts)] if accounts else uuid4()
        await world.send(Deposit(account_id=account, amount=1))


async def ended_or(world: World, process: asyncio.subprocess.Process, entries: int) -> int:
    """Wait until a process has ended by itself, or all good deposits are in."""
    async with asyncio.timeout(30):
        while process.returncode is None:
            if await world.value("SELECT count(*) FROM entry") == entries:
                return 0
            await asyncio.sleep(0.05)
    return 1


async def test_what_was_committed_but_not_published_is_published_by_the_next_claim(
    world: World,
) -> None:
    await deposits(world, 30)
    await transfer(world, uuid4(), 1)
    dying = await world.process("die before publishing")
    assert await dying.wait() == -signal.SIGKILL
    stored = await world.value("SELECT count(*) FROM outbox")
    assert stored + await world.value("SELECT count(*) FROM outgoing_command") > 0
    assert await world.read(EVENTS) == []
    async with world.engine(**ROLES):
        await world.until_value(31, "SELECT count(*) FROM entry")
        events = await world.until_said(EVENTS, 31)
        await world.until_value(0, "SELECT count(*) FROM outgoing_command")
    assert gap_free(events)
    assert gap_free(await world.read(STATE))
    assert len(events) == 31
    assert len({event.headers["ce_id"] for event in events}) == 31


async def test_a_record_that_ends_the_process_again_and_again_is_refused_and_no_other(
    world: World,
) -> None:
    await deposits(world, 5)
    await world.send(Deposit(account_id=uuid4(), amount=1, manner="exit"), outcome=3)
    await deposits(world, 50)
    ends = 0
    while ends < 12 and not await world.read(COMMAND_OUTCOMES_TOPIC):
        process = await world.process()
        ends += await ended_or(world, process, 55)
    assert ends == 5
    [outcome] = await world.read(COMMAND_OUTCOMES_TOPIC)
    assert outcome.body["code"] == "internal"
    (alarm,) = [line for line in world.told().splitlines() if "command refused" in line]
    assert "[error" in alarm
    assert "internal" in alarm
    assert "again and again" in alarm
    assert await world.value("SELECT count(*) FROM entry") == 55
    assert gap_free(await world.read(EVENTS))


async def test_an_event_that_ended_the_process_again_and_again_is_parked_and_others_are_heard(
    world: World,
) -> None:
    one, other = accounts_of_one_partition(2)
    async with world.engine(**ROLES):
        await transfer(world, one, 1)
        await world.until_value(1, "SELECT count(*) FROM heard")
    await world.pool.execute(
        "UPDATE partition_state SET released = false, attempts = 4, attempted_offset = next_offset "
        "WHERE topic = 'bank.events' AND partition = 0"
    )
    for account, number in ((one, 2), (other, 1), (one, 3), (other, 2)):
        await transfer(world, account, number)
    async with world.engine(**ROLES):
        await world.until_value(2, "SELECT count(*) FROM parked_event")
        await world.until_value(1 + 2, "SELECT count(*) FROM heard")
    rows = await world.pool.fetch("SELECT reason, detail FROM parked_event ORDER BY record_offset")
    assert [row["reason"] for row in rows] == ["internal", "behind"]
    assert rows[0]["detail"] == "it ended the process again and again"


async def test_partitions_move_to_a_second_replica_and_back_under_load(world: World) -> None:
    total = 0
    accounts = [uuid4() for _ in range(10)]  # each is changed here, there and here again
    async with world.engine():
        await deposits(world, 20, *accounts)
        second = await world.process()
        while await world.value("SELECT max(owner_epoch) FROM partition_state") == 1:
            assert second.returncode is None
            await deposits(world, 20, *accounts)
            total += 20
        second.terminate()
        await second.wait()
        await deposits(world, 20, *accounts)
        await world.until_value(total + 40, "SELECT count(*) FROM entry")
        events = await world.until_said(EVENTS, total + 40)
        await asyncio.sleep(0.5)
    assert gap_free(events)
    assert len({event.headers["ce_id"] for event in events}) == total + 40
    assert await world.value("SELECT sum(balance) FROM account") == total + 40
    assert await world.value("SELECT max(seq) FROM account") == (total + 40) // 10


async def test_what_was_to_be_claimed_anew_is_not_claimed_once_others_may_have_it(
    world: World,
) -> None:
    claims = "SELECT max(owner_epoch) FROM partition_state"
    async with world.engine(poll_timeout_ms=100) as engine:
        await world.until_value(1, claims)
        await deposits(world, 1)
        await world.until_value(1, "SELECT count(*) FROM entry")
        engine._claim_anew()
        await engine.revoked()
        await asyncio.sleep(0.5)
        assert await world.value(claims) == 1


async def test_a_second_holder_of_a_replica_id_refuses_to_start_and_the_first_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "_PATIENCE_SECONDS", 0.3)
    async with world.engine(replica_id="1"):
        await deposits(world, 1)
        await world.until_value(1, "SELECT count(*) FROM entry")
        with pytest.raises(EngineStopped, match="runs already"):
            await Engine(world.settings(replica_id="1"), decider=Ledger()).run()
        await deposits(world, 1)
        await world.until_value(2, "SELECT count(*) FROM entry")
        assert await world.value("SELECT max(owner_epoch) FROM partition_state") == 1
    async with world.engine(replica_id="1"):
        await deposits(world, 1)
        await world.until_value(3, "SELECT count(*) FROM entry")


async def test_an_interruption_that_nobody_asked_for_ends_the_engine_aloud(world: World) -> None:
    class Interrupted(Heard):
        async def apply(self, connection: object, events: object) -> None:
            del connection, events
            raise asyncio.CancelledError

    await transfer(world, uuid4(), 1)
    engine = Engine(world.settings(), decider=Ledger(), projectors=(Interrupted(),))
    with pytest.raises(EngineStopped, match="interrupted"):
        async with asyncio.timeout(20):
            await engine.run()


async def test_an_engine_ends_though_its_kafka_client_would_wait_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(Heard):
        async def apply(self, connection: object, events: object) -> None:
            del connection, events
            raise asyncio.CancelledError

    async def never(frame: Frame) -> None:
        del frame
        await asyncio.Event().wait()

    await transfer(world, uuid4(), 1)
    settings = world.settings(stop_within_seconds=0.5)
    engine = Engine(settings, decider=Ledger(), projectors=(Failing(),))
    monkeypatch.setattr(Frame, "stop", never)
    with pytest.raises(EngineStopped):
        async with asyncio.timeout(20):
            await engine.run()
    monkeypatch.undo()
    await engine._frame.stop()
    await engine._publisher.stop()
