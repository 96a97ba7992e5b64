"""Fetches wait until somebody asks, and rest after one another."""

import asyncio

from switchboard.runtime.fetch_gate import MUCH_BYTES, FetchGate


async def test_nothing_is_fetched_before_somebody_waits_for_it_or_after() -> None:
    gate = FetchGate()
    fetch = asyncio.ensure_future(gate.passed(1))
    await asyncio.sleep(0)
    assert not fetch.done()
    with gate.opened():
        await fetch
    late = asyncio.ensure_future(gate.passed(1))
    await asyncio.sleep(0)
    assert not late.done()
    late.cancel()


async def test_the_first_fetch_after_a_pause_is_not_put_off_and_the_next_one_is() -> None:
    gate, loop = FetchGate(every_seconds=0.05), asyncio.get_running_loop()
    with gate.opened():
        began = loop.time()
        async with asyncio.timeout(0.02):
            await gate.passed(1)
        await gate.passed(1)
        assert loop.time() - began >= 0.05
        await asyncio.sleep(0.05)
        async with asyncio.timeout(0.02):
            await gate.passed(1)


async def test_a_fetch_that_was_put_off_does_not_begin_once_nobody_waits_any_more() -> None:
    gate = FetchGate(every_seconds=0.02)
    with gate.opened():
        await gate.passed(1)
        put_off = asyncio.ensure_future(gate.passed(1))
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    assert not put_off.done()
    with gate.opened():
        await put_off


async def test_after_a_fetch_that_brought_much_the_next_one_rests_longer() -> None:
    gate, loop = FetchGate(every_seconds=0.01, after_much_seconds=0.1), asyncio.get_running_loop()
    with gate.opened():
        began = loop.time()
        await gate.passed(1)
        gate.brought(1, MUCH_BYTES)
        assert 0.09 < gate.rest_seconds <= 0.1
        await gate.passed(1)
        assert loop.time() - began >= 0.1


async def test_a_fetch_that_brought_little_puts_the_next_one_off_no_longer_than_always() -> None:
    gate = FetchGate(every_seconds=0.01, after_much_seconds=60.0)
    with gate.opened():
        await gate.passed(1)
        gate.brought(1, MUCH_BYTES - 1)
        async with asyncio.timeout(1.0):
            await gate.passed(1)
    await asyncio.sleep(0.01)
    assert gate.rest_seconds == 0.0


async def test_an_engine_that_is_waited_for_rests_after_nothing() -> None:
    gate = FetchGate()
    with gate.opened():
        await gate.passed(1)
        gate.brought(1, MUCH_BYTES)
        assert gate.rest_seconds == 0.0


async def test_brokers_do_not_put_each_other_off() -> None:
    gate = FetchGate(every_seconds=60.0)
    with gate.opened():
        await gate.passed(1)
        async with asyncio.timeout(1.0):
            await gate.passed(2)
