"""What others say is translated and mirrored, in order, each record once."""

import asyncio
from uuid import UUID, uuid4

import pytest
from tests.integration.runtime.ledger import (
    BANK,
    COMMANDS,
    EVENTS,
    Deposit,
    FromBank,
    Heard,
    Ledger,
    Remarked,
    Transferred,
)
from tests.integration.runtime.world import World, gap_free

from switchboard.contracts.partition import partition_of
from switchboard.runtime.engine import Engine, EngineStopped

ROLES = {"translators": (FromBank(),), "projectors": (Heard(),)}
BANK_READ = "SELECT sum(next_offset) FROM partition_state WHERE topic = 'bank.events'"
COUNT_STORED_PLACES = """
CREATE SEQUENCE places_stored;
CREATE FUNCTION count_place() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM nextval('places_stored'); RETURN NULL; END $$;
CREATE TRIGGER count_place AFTER UPDATE ON partition_state FOR EACH ROW
    WHEN (NEW.topic = 'bank.events') EXECUTE FUNCTION count_place();
"""


async def transfer(world: World, account: UUID, number: int, note: str = "") -> None:
    message = Transferred(account_id=account, number=number, amount=1, note=note)
    await world.send(message, topic=BANK, pos=True)


def accounts_of_one_partition(count: int) -> list[UUID]:
    found: list[UUID] = []
    while len(found) < count:
        account = uuid4()
        if partition_of(str(account), BANK.partitions) == 0:
            found.append(account)
    return found


async def test_events_become_commands_and_rows_once_each(world: World) -> None:
    account = uuid4()
    for number in range(5):
        await transfer(world, account, number)
        await world.send(Remarked(account_id=account), topic=BANK, pos=True)
    async with world.engine(**ROLES):
        events = await world.until_said(EVENTS, 5)
        await world.until_value(0, "SELECT count(*) FROM outgoing_command")
    assert gap_free(events)
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 5
    commands = await world.read(COMMANDS)
    assert len({command.headers["ce_id"] for command in commands}) == 5


async def test_a_repeated_pos_is_dropped_and_a_gap_stops_that_partition_only(
    world: World,
) -> None:
    one, *_ = accounts_of_one_partition(1)
    other = next(a for a in iter(uuid4, None) if partition_of(str(a), BANK.partitions) == 1)
    first = Transferred(account_id=one, number=1, amount=1)
    await world.send(first, topic=BANK, pos=1)
    await world.send(first, topic=BANK, pos=1)
    await world.send(Transferred(account_id=one, number=2, amount=1), topic=BANK, pos=2)
    await world.send(Transferred(account_id=one, number=4, amount=1), topic=BANK, pos=4)
    await world.send(Transferred(account_id=one, number=5, amount=1), topic=BANK, pos=5)
    async with world.engine(**ROLES):
        await world.until_value(2, "SELECT count(*) FROM heard")
        await world.send(Transferred(account_id=other, number=9, amount=1), topic=BANK, pos=1)
        await world.until_value(3, "SELECT count(*) FROM heard")
        await asyncio.sleep(0.3)
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 3
    place = "SELECT next_offset FROM partition_state WHERE topic = 'bank.events' AND partition = 0"
    assert await world.value(place) == 3


async def test_what_nobody_waits_for_comes_in_few_polls(world: World) -> None:
    account = uuid4()
    async with world.engine(**ROLES, fetch_every_seconds=0.5):
        await transfer(world, account, 0)
        await world.until_value(1, "SELECT count(*) FROM heard")
        await world.pool.execute(COUNT_STORED_PLACES)
        for number in range(1, 31):
            await transfer(world, account, number)
        await world.until_value(31, "SELECT count(*) FROM heard")
        assert await world.value("SELECT last_value FROM places_stored") < 15


async def test_events_that_nobody_wants_cost_no_transaction_each_and_are_still_passed(
    world: World,
) -> None:
    account = uuid4()
    async with world.engine(**ROLES, hold_seconds=1.0):
        await transfer(world, account, 1)
        await world.until_value(1, "SELECT count(*) FROM heard")
        await world.pool.execute(COUNT_STORED_PLACES)
        for _ in range(40):
            await world.send(Remarked(account_id=account), topic=BANK, pos=True)
        await world.until_value(41, BANK_READ)
        assert await world.value("SELECT last_value FROM places_stored") < 20
        await transfer(world, account, 2)
        await world.until_value(2, "SELECT count(*) FROM heard")
    async with world.engine(**ROLES):
        await transfer(world, account, 3)
        await world.until_value(3, "SELECT count(*) FROM heard")
    assert await world.value("SELECT count(*) FROM heard WHERE times = 1") == 3


@pytest.mark.parametrize("note", ["break", "spoil"])
async def test_an_event_that_fails_is_parked_with_its_key_and_others_go_on(
    world: World, note: str
) -> None:
    bad, good = accounts_of_one_partition(2)
    for number in range(4):
        await transfer(world, bad, number, note if number == 1 else "")
        await transfer(world, good, number)
    async with world.engine(**ROLES):
        await world.until_value(5, "SELECT count(*) FROM heard")
        await transfer(world, bad, 7)
        await world.until_value(4, "SELECT count(*) FROM parked_event")
        await world.until_value(5, "SELECT count(*) FROM entry")
    async with world.engine(**ROLES):
        await transfer(world, bad, 8)
        await world.until_value(5, "SELECT count(*) FROM parked_event")
    reasons = await world.pool.fetch("SELECT reason FROM parked_event ORDER BY record_offset")
    assert [row["reason"] for row in reasons][1:] == ["behind"] * 4
    assert reasons[0]["reason"] == ("internal" if note == "break" else "store_refused")
    alarms = world.alarmed("error", "event parked")
    assert {line["code"] for line in alarms} == {reasons[0]["reason"]}
    assert {(line["topic"], line["partition"]) for line in alarms} == {(BANK.name, 0)}
    assert await world.value("SELECT count(*) FROM heard WHERE account = $1", str(good)) == 4


async def test_a_consumer_that_would_park_everything_stops(world: World) -> None:
    for account in accounts_of_one_partition(8):
        await transfer(world, account, 1, "break")
    engine = Engine(
        world.settings(parked_run_limit=5),
        decider=Ledger(),
        translators=(FromBank(),),
    )
    with pytest.raises(EngineStopped, match="in a row"):
        await engine.run()
    assert await world.value("SELECT count(*) FROM parked_event") == 0


async def test_nothing_is_decided_before_what_it_needs_has_been_read(world: World) -> None:
    account = uuid4()
    for number in range(3):
        await transfer(world, account, number)
    await world.send(Deposit(account_id=account, amount=1))
    heard_before: list[int] = []

    class Watching(Ledger):
        async def facts(self, connection: object, commands: object) -> None:
            del connection, commands
            heard_before.append(await world.value("SELECT count(*) FROM heard"))

    async with world.engine(decider=Watching(), projectors=(Heard(),), needed_first=(BANK,)):
        await world.until_said(EVENTS, 1)
    assert heard_before == [3]
