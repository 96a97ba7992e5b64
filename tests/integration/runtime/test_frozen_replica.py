"""A replica that stands still, cut off, in the middle of its transaction, beside a healthy one."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from tests.builders.frozen_line import Line, a_line_to
from tests.integration.runtime.ledger import COMMANDS, EVENTS, PARTITIONS, STATE, Deposit, Ledger
from tests.integration.runtime.world import World, gap_free

from switchboard.contracts.partition import partition_of
from switchboard.runtime.engine import Engine, EngineStopped

LONGEST_HOLD = 8.0
"""Seconds for which a frozen owner may hold up a successor, and what else the successor owns."""

ENTRIES = "SELECT count(*) FROM entry WHERE account = ANY($1)"


def is_frozen(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "T"


async def shared_out(world: World, healthy: Engine) -> set[int]:
    """Wait until two replicas have two partitions of commands each; those of the healthy one."""

    async def is_so() -> bool:
        claimed = "SELECT count(*) FROM partition_state WHERE topic = $1 AND owner_epoch > 1"
        both = await world.value(claimed, COMMANDS.name) == PARTITIONS
        return both and len(owned(healthy)) == PARTITIONS // 2

    await world.until(is_so, "the partitions to be shared out")
    return owned(healthy)


def owned(engine: Engine) -> set[int]:
    """The partitions of commands that an engine owns."""
    return {number for topic, number in engine._owned if topic == COMMANDS.name}


def an_account_in(partition: int) -> UUID:
    return next(a for a in iter(uuid4, None) if partition_of(str(a), PARTITIONS) == partition)


@dataclass
class Bystander:
    """Somebody whose account is the healthy replica's; deposits, and waits for each entry."""

    world: World
    account: UUID
    waited: list[float] = field(default_factory=list)

    async def deposit(self) -> None:
        begun = time.monotonic()
        await self.world.send(Deposit(account_id=self.account, amount=1))
        await self.world.until_value(len(self.waited) + 1, ENTRIES, [str(self.account)])
        self.waited.append(time.monotonic() - begun)

    async def _deposits(self) -> None:
        while True:
            await self.deposit()
            await asyncio.sleep(0.05)

    @asynccontextmanager
    async def depositing(self) -> AsyncIterator[None]:
        """Deposit all the time."""
        depositing = asyncio.ensure_future(self._deposits())
        try:
            yield
            assert not depositing.done(), depositing.exception()
        finally:
            depositing.cancel()
            await asyncio.wait([depositing])


def by_way_of(line: Line, url: str) -> str:
    """The address of a server at the other end of a line."""
    server = urlsplit(url)
    who, at, _ = server.netloc.rpartition("@")
    return server._replace(netloc=f"{who}{at}127.0.0.1:{line.port}").geturl()


async def test_a_replica_frozen_and_cut_off_in_its_transaction_loses_its_partitions_and_no_more(
    world: World,
) -> None:
    server = urlsplit(world.url)
    async with (
        a_line_to(server.port or 5432, server.hostname or "127.0.0.1") as line,
        world.engine() as healthy,
    ):
        cut_off = by_way_of(line, world.url)
        zombie = await world.process("freeze in transaction", database_url=cut_off)
        kept = await shared_out(world, healthy)
        lost = [an_account_in(number) for number in range(PARTITIONS) if number not in kept]
        keys = [str(account) for account in lost]
        bystander = Bystander(world, an_account_in(min(kept)))
        await deposit_in(world, lost)
        await world.until_value(2, ENTRIES, keys)
        await world.send(Deposit(account_id=lost[0], amount=1, manner="freeze"))

        async def stands_still() -> bool:
            return is_frozen(zombie.pid)

        await world.until(stands_still, "the process to freeze")
        line.freeze()
        await bystander.deposit()
        assert await world.value(ENTRIES, keys) == 2, "the frozen transaction is over already"
        async with bystander.depositing():
            await deposit_in(world, lost)
            await world.until_value(2 + 1 + 2, ENTRIES, keys, seconds=2 * LONGEST_HOLD)
            assert owned(healthy) == set(range(PARTITIONS))
            os.kill(zombie.pid, signal.SIGCONT)  # and is cut off still
            await deposit_in(world, lost)
            await world.until_value(5 + 2, ENTRIES, keys)
            async with asyncio.timeout(LONGEST_HOLD):
                assert await zombie.wait() == 3
            line.thaw()
            await deposit_in(world, lost)
            await world.until_value(7 + 2, ENTRIES, keys)
        await nothing_is_lost_or_doubled(world)
    assert "a batch could not be stored" in world.told()
    assert max(bystander.waited) < LONGEST_HOLD


async def test_a_replica_with_a_dead_line_to_postgres_ends_in_time_also_if_it_has_nothing_to_do(
    world: World,
) -> None:
    server = urlsplit(world.url)
    async with a_line_to(server.port or 5432, server.hostname or "127.0.0.1") as line:
        settings = world.settings(
            database_url=by_way_of(line, world.url), answer_within_seconds=0.5
        )
        running = asyncio.ensure_future(Engine(settings, decider=Ledger()).run())
        await world.send(Deposit(account_id=uuid4(), amount=1))
        await world.until_said(EVENTS, 1)
        line.freeze()
        with pytest.raises(EngineStopped):
            async with asyncio.timeout(LONGEST_HOLD):
                await running
    assert len(world.alarmed("error", "PostgreSQL does not answer")) == 1
    async with world.engine():
        await world.send(Deposit(account_id=uuid4(), amount=1))
        await nothing_is_lost_or_doubled(world)


async def deposit_in(world: World, accounts: list[UUID]) -> None:
    for account in accounts:
        await world.send(Deposit(account_id=account, amount=1))


async def nothing_is_lost_or_doubled(world: World) -> None:
    """Every deposit that was sent is an entry, a fact and part of a balance, each once."""
    sent = await world.read(COMMANDS)
    said = await world.until_said(EVENTS, len(sent))
    assert gap_free(said)
    assert gap_free(await world.read(STATE))
    assert sorted(one.headers["ce_causationid"] for one in said) == sorted(
        one.headers["ce_id"] for one in sent
    )
    assert await world.value("SELECT count(*) FROM entry") == len(sent)
    assert await world.value("SELECT sum(balance) FROM account") == len(sent)
