"""Commands come in, state and numbered events go out."""

from uuid import uuid4

from tests.integration.runtime.ledger import EVENTS, STATE, Deposit
from tests.integration.runtime.world import World, gap_free


async def test_commands_become_state_numbered_events_and_one_snapshot_a_poll(world: World) -> None:
    accounts = [uuid4() for _ in range(20)]
    for amount in (1, 2, 3):
        for account in accounts:
            await world.send(Deposit(account_id=account, amount=amount))
    async with world.engine():
        events = await world.until_said(EVENTS, 60)
        await world.until_value(120, "SELECT sum(balance) FROM account")
    assert len(events) == 60
    assert gap_free(events)
    assert [e.body["seq"] for e in events if e.key == str(accounts[0])] == [1, 2, 3]
    assert all(e.headers["answer"] == "1" for e in events)
    states = await world.read(STATE)
    assert gap_free(states)
    assert {s.key for s in states} == {str(account) for account in accounts}
    assert len(states) < 60
    assert await world.value("SELECT count(*) FROM outbox") == 60 + len(states)
    assert await world.value("SELECT count(*) FROM decided_command") == 60
    assert await world.value("SELECT sum(next_offset) FROM partition_state") == 60
