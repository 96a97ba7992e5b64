"""What must be searched of what servers keep is found on real ones."""

import asyncio
import re
from uuid import uuid4

import asyncpg
from aiokafka import AIOKafkaProducer
from tests.builders.kept import COLUMNS, kept_in_databases, kept_in_topics

from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC, TEAM_COMMANDS_TOPIC
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.runtime.migrate import migrate
from switchboard.runtime.settings import ProcessSettings
from switchboard.runtime.topic_creation import create_topics

REASONS = """
INSERT INTO refused_record (topic, partition, headers, reason, detail, refused_at)
VALUES ('t', 0, '{"name": "header of a refused"}', 'reason of a refused', 'more of it', now());
INSERT INTO parked_event
VALUES ('t', 0, 0, 'k', '["header of a parked"]', 'body', 'reason of a parked', 'its more', now());
INSERT INTO job (job_id, kind, lane, key, payload, last_error)
VALUES (gen_random_uuid(), 'k', 'live', 'k', '{}', 'error of a job');
INSERT INTO decided_command VALUES (gen_random_uuid(), 'k', 'f', '"what was decided"', now());
"""

WRITTEN = {'"what was decided"'} | set(re.findall("'([^']*(?: of a |more)[^']*)'", REASONS))


async def test_every_reason_outcome_and_header_in_any_database_is_found(postgres: Postgres) -> None:
    url = await asyncio.to_thread(postgres.create_database, f"kept_{uuid4().hex[:10]}")
    await migrate(url, "switchboard.analysis")
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(REASONS)
    finally:
        await connection.close()
    kept = await kept_in_databases(postgres)
    assert kept >= WRITTEN
    assert len(WRITTEN) == len(COLUMNS)


async def test_keys_headers_and_outcomes_of_all_records_are_found_and_bodies_are_not(
    kafka: Kafka,
) -> None:
    settings = ProcessSettings(kafka=kafka.bootstrap, topic_prefix=f"t{uuid4().hex[:8]}.")
    await create_topics(settings, (COMMAND_OUTCOMES_TOPIC, TEAM_COMMANDS_TOPIC))
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap) as producer:
        for topic in (COMMAND_OUTCOMES_TOPIC.name, TEAM_COMMANDS_TOPIC.name):
            body, key = f"body of {topic}".encode(), f"key of {topic}".encode()
            labels = [("traceparent", f"header of {topic}".encode())]
            await producer.send_and_wait(settings.topic_prefix + topic, body, key, headers=labels)
    kept = await kept_in_topics(kafka.bootstrap)
    assert {one for one in kept if " of " in one} >= {
        *(f"{part} of {COMMAND_OUTCOMES_TOPIC.name}" for part in ("key", "header", "body")),
        *(f"{part} of {TEAM_COMMANDS_TOPIC.name}" for part in ("key", "header")),
    }
    assert f"body of {TEAM_COMMANDS_TOPIC.name}" not in kept
