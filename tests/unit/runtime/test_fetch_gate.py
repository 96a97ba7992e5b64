"""Fetches wait until somebody asks, and rest after one another."""

import asyncio

from switchboard.runtime.fetch_gate import FetchGate


async def test_nothing_is_fetched_before_somebody_waits_for_it_or_after() -> None:
    gate = FetchGate()
    fetch = asyncio.ensure_future(gate.passed())
    await asyncio.sleep(0)
    assert not fetch.done()
    with gate.opened():
        await fetch
    late = asyncio.ensure_future(gate.passed())
    await asyncio.sleep(0)
    assert not late.done()
    late.cancel()


async def test_the_first_fetch_after_a_pause_is_not_put_off_and_the_next_one_is() -> None:
    gate, loop = FetchGate(every_seconds=0.05), asyncio.get_running_loop()
    with gate.opened():
        began = loop.time()
        async with asyncio.timeout(0.02):
            await gate.passed()
        await gate.passed()
        assert loop.time() - began >= 0.05
        await asyncio.sleep(0.05)
        async with asyncio.timeout(0.02):
            await gate.passed()
