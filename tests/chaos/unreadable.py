"""Records that no service can read, sent past the doors, and what operators are told of them."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import asyncpg
from aiokafka import AIOKafkaProducer
from tests.builders.whole_system import WholeSystem

from switchboard.contracts.commands.conversation import ProvideEmail
from switchboard.contracts.events.conversation import UserEmailProvided
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC, CONVERSATION_EVENTS_TOPIC
from switchboard.local.processes import SERVICES

HEARERS = ("gateway", "ticketing")
"""The services that want the event which is sent."""

_TYPES = {
    CONVERSATION_COMMANDS_TOPIC.name: ProvideEmail.ce_type(),
    CONVERSATION_EVENTS_TOPIC.name: UserEmailProvided.ce_type(),
}
_PATIENCE_SECONDS = 30
_REASONS = """
SELECT reason, detail FROM refused_record UNION ALL SELECT reason, detail FROM parked_event
"""
_REFUSED = "SELECT 1 FROM refused_record WHERE convert_from(key, 'UTF8') = ANY($1::text[])"
_PARKED = """
SELECT topic, partition, record_offset, detail FROM parked_event
WHERE convert_from(key, 'UTF8') = ANY($1::text[])
"""


async def what_is_kept_of_unreadable_records(system: WholeSystem, text: str) -> list[str]:
    """Have commands refused and events parked that hold a text; all that operators are told.

    That is the reasons in the tables of every service and what the commands on parked events
    answer. The body that `parked show` is asked for is left out: it is the record itself.
    """
    bodies = [f"{text} is no JSON", json.dumps({"email": [text], "seq": text, text: text})]
    keys = [str(uuid4()) for _ in bodies]
    await _send(system, dict(zip(keys, bodies, strict=True)))
    await _rows(system, "conversation", _REFUSED, keys)
    for service in HEARERS:
        await _rows(system, service, _PARKED, keys)
    told = [system.command("parked", "redrive", key) for key in keys]
    told.append(system.command("parked", "list"))
    assert all(key in told[-1] for key in keys)
    for service in HEARERS:
        told += await _shown_and_dropped(system, service, keys, text)
    return [*told, *(await _reasons(system))]


async def _send(system: WholeSystem, bodies: dict[str, str]) -> None:
    """As commands, which are refused, and as events without `pos`, which are parked."""
    async with AIOKafkaProducer(bootstrap_servers=system.state.kafka.bootstrap) as producer:
        for topic, named in _TYPES.items():
            for key, body in bodies.items():
                await producer.send_and_wait(
                    topic, body.encode(), key=key.encode(), headers=_headers(named)
                )


def _headers(named: str) -> list[tuple[str, bytes]]:
    return [
        ("ce_id", str(uuid4()).encode()),
        ("ce_type", named.encode()),
        ("ce_source", b"/switchboard/somebody"),
        ("ce_time", b"2026-11-25T12:00:00+00:00"),
    ]


async def _shown_and_dropped(
    system: WholeSystem, service: str, keys: list[str], text: str
) -> list[str]:
    """What is told of each parked event, which concerns nobody else afterwards."""
    parked = await _rows(system, service, _PARKED, keys)
    # Heard again, they were read: it is the reader's own words that are kept now.
    assert "json_invalid" in " ".join(row["detail"] for row in parked)
    told = []
    for row in parked:
        place = [row["topic"], str(row["partition"]), str(row["record_offset"])]
        shown = json.loads(system.command("parked", "show", *place, "--service", service))
        assert text in shown.pop("body")
        told.append(json.dumps(shown))
        told.append(system.command("parked", "discard", *place, "--service", service))
    return told


async def _reasons(system: WholeSystem) -> list[str]:
    """Why anything was refused or parked, in every service."""
    found: list[str] = []
    for service in SERVICES:
        found += _lines(await _fetch(system, service, _REASONS))
    assert found
    return found


def _lines(rows: Iterable[Any]) -> list[str]:
    return [f"{row['reason']}: {row['detail']}" for row in rows]


async def _rows(system: WholeSystem, service: str, query: str, keys: list[str]) -> list[Any]:
    """Wait until a service keeps one row a key."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while len(rows := await _fetch(system, service, query, keys)) < len(keys):  # noqa: ASYNC110 - asked over SQL
            await asyncio.sleep(0.2)
    return rows


async def _fetch(system: WholeSystem, service: str, query: str, *values: Any) -> list[Any]:
    connection = await asyncpg.connect(system.state.postgres.url(service))
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()
