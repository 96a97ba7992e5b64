"""E1: the one procedure of each service's database, by itself."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from tests.builders.searching import places_with

from switchboard.local.infrastructure import Postgres
from switchboard.local.processes import SERVICES
from switchboard.runtime.erasing import erase
from switchboard.runtime.jobs import Lane, NewJob, add_jobs
from switchboard.runtime.migrate import migrate

NEEDLE = "quetzalcoatlus"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture(params=SERVICES)
async def database(
    request: pytest.FixtureRequest, postgres: Postgres
) -> AsyncIterator[asyncpg.Connection]:
    name = f"erase_{request.param}_{uuid4().hex[:6]}"
    await asyncio.to_thread(postgres.create_database, name)
    await migrate(postgres.url(name), f"switchboard.{request.param}")
    connection = await asyncpg.connect(postgres.url(name))
    yield connection
    await connection.close()


async def test_every_service_overwrites_what_its_engine_holds_besides_the_outbox(
    database: asyncpg.Connection,
) -> None:
    key, other = str(uuid4()), str(uuid4())
    said = f'{{"text":"{NEEDLE}"}}'.encode()
    for number, (owner, reason) in enumerate(
        [(key, "malformed"), (key, "behind"), (other, "behind")]
    ):
        await database.execute(
            "INSERT INTO outgoing_command VALUES ('a', 0, $1, 'b', 0, $2, '{}', $3)",
            number,
            owner,
            said,
        )
        await database.execute(
            "INSERT INTO parked_event VALUES ('a', 0, $1, $2, '{}', $3, $4, '', now())",
            number,
            owner.encode(),
            said,
            reason,
        )
        await database.execute(
            "INSERT INTO refused_record (topic, partition, key, headers, body, reason, detail, "
            "refused_at) VALUES ('a', 0, $1, '{}', $2, 'malformed', '', now())",
            owner.encode(),
            said,
        )
    await erase(database, [key])
    await erase(database, [key])
    assert await places_with(database, NEEDLE) == {
        "outgoing_command.body": 1,
        "parked_event.body": 1,
        "refused_record.body": 1,
    }


@pytest.mark.parametrize("database", ["gateway"], indirect=True)
async def test_a_table_that_comes_later_is_erased_by_a_part_of_its_own(
    database: asyncpg.Connection,
) -> None:
    await database.execute(
        "CREATE TABLE later (conversation_id uuid, text text);"
        "CREATE PROCEDURE erase_of_later(ids uuid[], form json) LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE later SET text = form->>'text' WHERE conversation_id = ANY(ids); END $$"
    )
    conversation, other = uuid4(), uuid4()
    for one in (conversation, other):
        await database.execute("INSERT INTO later VALUES ($1, $2)", one, NEEDLE)
    await erase(database, [str(conversation)])
    assert await places_with(database, NEEDLE) == {"later.text": 1}


@pytest.mark.parametrize("database", ["assistant"], indirect=True)
async def test_jobs_about_an_erased_conversation_are_over_and_hold_nothing(
    database: asyncpg.Connection,
) -> None:
    conversation, found, running = uuid4(), uuid4(), uuid4()
    for turn, job in enumerate((found, running), start=1):
        await add_jobs(
            database, [NewJob(job, "answer", Lane.LIVE, str(conversation), {"text": NEEDLE})]
        )
        await database.execute(
            "INSERT INTO run (conversation_id, turn, epoch, answer_up_to_public_seq, job_id, state,"
            " started_at) VALUES ($1, $2, 1, 1, $3, 'running', $4)",
            conversation,
            turn,
            job,
            NOW,
        )
    await database.execute(
        "UPDATE job SET result = jsonb_build_object('text', $2::text) WHERE job_id = $1",
        found,
        NEEDLE,
    )
    await erase(database, [str(conversation)])
    assert not await places_with(database, NEEDLE)
    rows = await database.fetch("SELECT finished_at, cancelled, job_id FROM job")
    assert all(row["finished_at"] for row in rows)
    assert [row["job_id"] for row in rows if row["cancelled"]] == [running]
