"""A command is decided once; its repeat is told what became of it (semantics N5)."""

from uuid import UUID, uuid4, uuid5

from tests.integration.runtime.ledger import EVENTS, Deposit
from tests.integration.runtime.world import Said, World

from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC


async def outcomes(world: World, count: int) -> list[Said]:
    return await world.until_said(COMMAND_OUTCOMES_TOPIC, count)


async def test_a_repeat_is_answered_at_its_own_partition_and_changes_nothing(world: World) -> None:
    deposit = Deposit(account_id=uuid4(), amount=5)
    async with world.engine():
        identifier = await world.send(deposit, outcome=1)
        await world.until_said(EVENTS, 1)
        await world.send(deposit, identifier=identifier, outcome=7)
        [outcome] = await outcomes(world, 1)
    assert outcome.partition == 7
    assert outcome.body["repeated"]
    assert outcome.body["accepted"]
    assert outcome.body["data"] == {"balance": 5}
    assert await world.value("SELECT count(*) FROM entry") == 1


async def test_a_repeat_in_the_same_poll_is_a_repeat_too(world: World) -> None:
    deposit = Deposit(account_id=uuid4(), amount=5)
    identifier = await world.send(deposit, outcome=1)
    await world.send(deposit, identifier=identifier, outcome=1)
    async with world.engine():
        [outcome] = await outcomes(world, 1)
    assert outcome.body["repeated"]
    assert await world.value("SELECT sum(balance) FROM account") == 5


async def test_another_body_under_a_used_id_is_refused_and_the_first_stands(world: World) -> None:
    account = uuid4()
    async with world.engine():
        identifier = await world.send(Deposit(account_id=account, amount=5), outcome=1)
        await world.send(Deposit(account_id=account, amount=6), identifier=identifier, outcome=2)
        await world.send(Deposit(account_id=account, amount=5), identifier=identifier, outcome=3)
        reused, repeat = sorted(await outcomes(world, 2), key=lambda said: said.partition)
    assert (reused.partition, reused.body["code"]) == (2, "command_id_reused")
    assert (repeat.partition, repeat.body["accepted"]) == (3, True)
    assert await world.value("SELECT sum(balance) FROM account") == 5


async def test_an_acceptance_without_an_answering_event_is_an_outcome(world: World) -> None:
    async with world.engine():
        deposit = Deposit(account_id=uuid4(), amount=5, manner="silent")
        identifier = await world.send(deposit, outcome=4)
        [outcome] = await outcomes(world, 1)
    assert outcome.body == {
        "type": "command.outcome",
        "version": 1,
        "command_id": str(identifier),
        "accepted": True,
        "data": {"balance": 5},
        "repeated": False,
    }


async def test_a_refusal_is_told_to_who_waits_and_repeated_as_it_was(world: World) -> None:
    deposit = Deposit(account_id=uuid4(), amount=5, manner="refuse")
    async with world.engine():
        identifier = await world.send(deposit, outcome=4)
        await outcomes(world, 1)
        await world.send(deposit, identifier=identifier, outcome=5)
        first, again = sorted(await outcomes(world, 2), key=lambda said: said.partition)
    assert (first.body["code"], first.body["data"]) == ("too_poor", {"needed": 5})
    assert (again.body["code"], again.body["data"]) == ("too_poor", {"needed": 5})
    assert [first.body["repeated"], again.body["repeated"]] == [False, True]
    assert await world.read(EVENTS) == []


async def test_a_refusal_that_nobody_waits_for_is_stated_as_an_event(world: World) -> None:
    account = uuid4()
    async with world.engine():
        await world.send(Deposit(account_id=account, amount=5))
        refused = await world.send(Deposit(account_id=account, amount=9, manner="refuse"))
        events = await world.until_said(EVENTS, 2)
    assert events[1].type == "deposit_refused"
    assert events[1].body["command_id"] == str(refused)
    assert events[1].headers["ce_causationid"] == str(refused)


async def test_a_forwarded_command_keeps_its_id_and_so_does_its_repeat(world: World) -> None:
    account = uuid4()
    deposit = Deposit(account_id=account, amount=5, manner="forward")
    async with world.engine():
        identifier = await world.send(deposit, outcome=2)
        [event] = await world.until_said(EVENTS, 1)
        await world.send(deposit, identifier=identifier, outcome=6)
        [outcome] = await outcomes(world, 1)
        await world.until_value(0, "SELECT count(*) FROM outgoing_command")
    assert event.key == str(uuid5(account, "next"))
    assert UUID(event.headers["ce_causationid"]) == identifier
    assert (outcome.partition, outcome.body["repeated"]) == (6, True)
    assert await world.value("SELECT count(*) FROM entry") == 1


async def test_a_repeat_is_forwarded_where_the_first_one_went_whatever_came_since(
    world: World,
) -> None:
    account = uuid4()
    deposit = Deposit(account_id=account, amount=5, manner="forward")
    async with world.engine():
        identifier = await world.send(deposit, outcome=2)
        await world.until_said(EVENTS, 1)
        await world.send(Deposit(account_id=account, amount=1))
        await world.until_said(EVENTS, 2)
        await world.send(deposit, identifier=identifier, outcome=6)
        [outcome] = await outcomes(world, 1)
    assert (outcome.partition, outcome.body["repeated"]) == (6, True)
    assert await world.value("SELECT count(*) FROM entry") == 2
