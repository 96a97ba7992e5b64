"""Jobs on a real PostgreSQL: run once in effect, whoever dies."""

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import asyncpg
import pytest
from tests.integration.jobs.workbench import LEASE_SECONDS, Workbench, Writer

from switchboard.local.infrastructure import Postgres
from switchboard.runtime.database import connect_pool
from switchboard.runtime.jobs import Lane
from switchboard.runtime.jobs.leases import Leases
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import ProcessStopped

_DEED = """
CREATE TABLE deed (
    id bigint GENERATED ALWAYS AS IDENTITY, job_id uuid NOT NULL, deed text NOT NULL,
    worker text NOT NULL
)
"""


@pytest.fixture
async def bench(postgres: Postgres) -> AsyncIterator[Workbench]:
    name = f"jobs_{uuid4().hex[:10]}"
    await asyncio.to_thread(postgres.create_database, name)
    url = postgres.url(name)
    await migrate(url)
    async with await connect_pool(url, largest=10) as pool:
        await pool.execute(_DEED)
        bench = Workbench(url, pool)
        yield bench
        await bench.end()


async def test_a_job_is_run_once_and_its_result_is_stored_and_said(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add()
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["began", "ran", "said one"]
    assert json.loads((await bench.row(job))["result"]) == {"by": "one"}


async def test_a_waiting_worker_takes_a_new_job_at_once(bench: Workbench) -> None:
    async with bench.working(poll_seconds=30):
        await asyncio.sleep(0.2)
        began = time.monotonic()
        (job,) = await bench.add()
        await bench.until_finished(job)
        assert time.monotonic() - began < 1


async def test_a_job_of_a_transaction_that_fails_is_none(bench: Workbench) -> None:
    async with bench.pool.acquire() as connection:
        other = Workbench(bench.url, cast("asyncpg.Pool", _Within(connection)))
        transaction = connection.transaction()
        await transaction.start()
        (job,) = await other.add()
        await transaction.rollback()
    assert await bench.row(job) is None


class _Within:
    """A pool of one connection that is inside a transaction already."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def acquire(self) -> "_Within":
        return self

    async def __aenter__(self) -> Any:
        return self._connection

    async def __aexit__(self, *_: object) -> None:
        return None


async def test_many_jobs_are_run_side_by_side_but_not_more_than_the_slots(bench: Workbench) -> None:
    began = time.monotonic()
    async with bench.working(slots=10):
        jobs = await bench.add(30, seconds=0.2)
        await bench.until_finished(*jobs)
    took = time.monotonic() - began
    assert 0.6 <= took < 3
    for job in jobs:
        assert await bench.deeds(job) == ["began", "ran", "said one"]


async def test_two_workers_share_the_work_and_run_nothing_twice(bench: Workbench) -> None:
    async with bench.working("one", slots=3), bench.working("two", slots=3):
        jobs = await bench.add(40, seconds=0.02)
        await bench.until_finished(*jobs)
    begun = await bench.pool.fetch("SELECT job_id, worker FROM deed WHERE deed = 'began'")
    assert len(begun) == 40
    assert {row["worker"] for row in begun} == {"one", "two"}


async def test_the_bulk_lane_never_delays_the_live_one(bench: Workbench) -> None:
    heap = await bench.add(20, lane=Lane.BULK, seconds=0.3)
    async with bench.working("bulk", lane=Lane.BULK, slots=1), bench.working("live", slots=1):
        began = time.monotonic()
        (job,) = await bench.add()
        await bench.until_finished(job)
        assert time.monotonic() - began < 1
    assert await bench.deeds(job) == ["began", "ran", "said live"]
    assert (await bench.row(heap[-1]))["finished_at"] is None


async def test_a_job_of_a_killed_worker_is_finished_by_another(bench: Workbench) -> None:
    process = bench.start_process("first")
    (job,) = await bench.add(seconds=5)
    await bench.until_done(job, "began")
    process.send_signal(signal.SIGKILL)
    async with bench.working("second"):
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["began", "began", "ran", "said second"]


async def test_a_long_run_keeps_its_job_by_renewing(bench: Workbench) -> None:
    async with bench.working("one"), bench.working("two"):
        (job,) = await bench.add(seconds=2.5 * LEASE_SECONDS)
        await bench.until_finished(job)
    deeds = await bench.deeds(job)
    assert deeds[:2] == ["began", "ran"]
    assert len(deeds) == 3


async def test_a_frozen_worker_that_wakes_up_late_says_what_the_other_stored(
    bench: Workbench,
) -> None:
    process = bench.start_process("frozen")
    (job,) = await bench.add(seconds=1)
    await bench.until_done(job, "began")
    process.send_signal(signal.SIGSTOP)
    async with bench.working("awake"):
        await bench.until_finished(job)
        process.send_signal(signal.SIGCONT)
        await asyncio.sleep(2)
    assert json.loads((await bench.row(job))["result"]) == {"by": "awake"}
    assert "said frozen" not in await bench.deeds(job)


async def test_of_two_results_the_first_stays_and_both_say_it(bench: Workbench) -> None:
    (identifier,) = await bench.add()
    leases = Leases(bench.pool, Lane.LIVE, ["write"], 0.0)
    (first,) = await leases.take(1)
    (second,) = await leases.take(1)
    stored = await asyncio.gather(
        leases.store_result(first, {"by": "first"}, None, None),
        leases.store_result(second, {"by": "second"}, None, None),
    )
    written = json.loads((await bench.row(identifier))["result"])
    assert [one.result for one in stored] == [written, written]


async def test_a_held_result_is_not_said_early_by_a_worker_that_comes_late(
    bench: Workbench,
) -> None:
    await bench.add()
    leases = Leases(bench.pool, Lane.LIVE, ["write"], 0.0)
    (frozen,) = await leases.take(1)
    (second,) = await leases.take(1)
    held = datetime.now(UTC) + timedelta(minutes=1)
    assert (await leases.store_result(second, {"by": "second"}, held, None)).result is None
    assert (await leases.store_result(frozen, {"by": "frozen"}, None, None)).result is None


async def test_a_cancelled_job_has_its_run_cancelled_at_once_and_says_nothing(
    bench: Workbench,
) -> None:
    async with bench.working(lease_seconds=30):
        (job,) = await bench.add(seconds=8)
        await bench.until_done(job, "began")
        await bench.cancel(job)
        began = time.monotonic()
        await bench.until_done(job, "cancelled")
        assert time.monotonic() - began < 1
    assert await bench.deeds(job) == ["began", "cancelled"]
    row = await bench.row(job)
    assert row["cancelled"]
    assert row["result"] is None


async def test_a_job_that_has_its_result_is_not_cancelled_but_said(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add(held=1.0)
        await bench.until_done(job, "ran")
        await asyncio.sleep(0.1)
        await bench.cancel(job)
        assert "said one" not in await bench.deeds(job)
        await bench.until_finished(job)
    row = await bench.row(job)
    assert row["finished_at"] - row["created_at"] >= timedelta(seconds=1)
    assert await bench.deeds(job) == ["began", "ran", "said one"]


async def test_a_held_result_takes_no_slot(bench: Workbench) -> None:
    async with bench.working(slots=1):
        jobs = await bench.add(10, held=1.0)
        await bench.until_finished(*jobs)
    rows = [await bench.row(job) for job in jobs]
    assert max(row["finished_at"] - row["created_at"] for row in rows) < timedelta(seconds=3)


async def test_a_run_that_loses_its_lease_is_cancelled(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add(seconds=8)
        await bench.until_done(job, "began")
        await bench.pool.execute(
            "UPDATE job SET lease_owner = $2, lease_until = now() + interval '1 hour'"
            " WHERE job_id = $1",
            job,
            uuid4(),
        )
        await bench.until_done(job, "cancelled")


async def test_a_failed_run_is_tried_again_after_a_pause(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add(failures=2)
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["began", "ran"] * 3 + ["said one"]


async def test_after_the_last_attempt_a_job_is_given_up_and_says_so(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add(failures=99)
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["began", "ran"] * 3 + ["said ValueError"]
    assert (await bench.row(job))["last_error"] == "ValueError"


async def test_a_job_that_waits_for_what_it_needs_uses_up_no_attempt(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add(waits=2.5)
        await bench.until_finished(job)
    assert (await bench.deeds(job)).count("ran") > Writer.most_attempts
    assert (await bench.row(job))["attempts"] == 1


async def test_a_job_waits_no_longer_than_its_time(bench: Workbench) -> None:
    async with bench.working():
        soon = datetime.now(UTC) + timedelta(seconds=1)
        (job,) = await bench.add(give_up_at=soon, waits=60)
        await bench.until_finished(job)
    assert (await bench.deeds(job))[-1] == "said nothing_there"


async def test_a_job_that_kills_its_worker_each_time_is_given_up(bench: Workbench) -> None:
    (job,) = await bench.add()
    leases = Leases(bench.pool, Lane.LIVE, ["write"], 0.0)
    for _ in range(3):
        assert await leases.take(1)
    async with bench.working():
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["said too_often"]


async def test_a_job_is_given_up_when_its_time_is_over(bench: Workbench) -> None:
    async with bench.working():
        soon = datetime.now(UTC) + timedelta(seconds=0.5)
        (job,) = await bench.add(give_up_at=soon, seconds=8)
        began = time.monotonic()
        await bench.until_finished(job)
        assert time.monotonic() - began < 2
    assert (await bench.deeds(job))[-1] == "said TimeoutError"


async def test_what_could_not_be_said_is_said_again_without_running_again(bench: Workbench) -> None:
    async with bench.working():
        (job,) = await bench.add(unsaid=5)
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["began", "ran", "said one"]


async def test_a_worker_that_is_asked_to_end_lets_go_of_its_jobs(bench: Workbench) -> None:
    async with bench.working(lease_seconds=60):
        (job,) = await bench.add(seconds=2)
        await bench.until_done(job, "began")
    async with bench.working("two"):
        await bench.until_finished(job)
    assert await bench.deeds(job) == ["began", "cancelled", "began", "ran", "said two"]


async def test_a_worker_without_its_database_ends_so_that_it_is_started_anew(
    bench: Workbench,
) -> None:
    worker = bench.worker()
    running = asyncio.create_task(worker.run())
    while not worker.ready:  # noqa: ASYNC110 - readiness is asked for, never announced
        await asyncio.sleep(0.01)
    with suppress(asyncpg.PostgresError):
        await bench.pool.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    async with asyncio.timeout(10):
        with pytest.raises(ProcessStopped):
            await running


async def test_what_ended_long_ago_is_forgotten_and_nothing_else(bench: Workbench) -> None:
    old, new = await bench.add(2)
    async with bench.working():
        await bench.until_finished(old, new)
    statement = "UPDATE job SET finished_at = now() - interval '31 days' WHERE job_id = $1"
    await bench.pool.execute(statement, old)
    async with bench.working():
        async with asyncio.timeout(10):
            while await bench.row(old) is not None:  # noqa: ASYNC110 - only the database knows
                await asyncio.sleep(0.02)
        assert await bench.row(new) is not None
