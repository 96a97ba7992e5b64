"""Commands come in, state and numbered events go out."""

from collections.abc import Sequence
from uuid import uuid4

from tests.integration.runtime.ledger import EVENTS, STATE, Account, Deposit, Ledger
from tests.integration.runtime.world import World, gap_free

from switchboard.runtime.roles import Connection


class LedgerThatCounts(Ledger):
    """Counts how many accounts are asked for."""

    loaded = 0

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Account]:
        self.loaded += len(keys)
        return await super().load(connection, keys)


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


async def test_what_a_process_stored_itself_is_not_read_again(world: World) -> None:
    account, ledger = uuid4(), LedgerThatCounts()
    async with world.engine(decider=ledger):
        for entries in (1, 2, 3):
            await world.send(Deposit(account_id=account, amount=1))
            await world.until_value(entries, "SELECT count(*) FROM entry")
    assert await world.value("SELECT balance FROM account") == 3
    assert ledger.loaded == 1


async def test_what_was_decided_before_is_looked_up_by_key_however_much_it_is(world: World) -> None:
    await world.value("""
        WITH old AS (INSERT INTO decided_command
            (key, command_id, fingerprint, outcome, answered, decided_at)
            SELECT 'old', gen_random_uuid(), '', '{}', true, now() FROM generate_series(1, 20000)
            RETURNING 1) SELECT count(*) FROM old
    """)
    await world.value("ANALYZE decided_command")
    for _ in range(500):
        await world.send(Deposit(account_id=uuid4(), amount=1))
    async with world.engine():
        await world.until_value(500, "SELECT count(*) FROM entry")
    await world.until_value(
        500, "SELECT n_tup_ins - 20000 FROM pg_stat_user_tables WHERE relname = 'decided_command'"
    )
    read = "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'decided_command'"
    assert await world.value(read) == 0
