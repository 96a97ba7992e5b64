"""What the database makes of a body: as the contracts say, and still a message of its kind (E1)."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from switchboard.contracts.codec import decode
from switchboard.contracts.erasing import ERASED, FORM
from switchboard.contracts.examples import read_example, wanted
from switchboard.contracts.topics import TEAM_MEMBERS_TOPIC
from switchboard.local.infrastructure import Postgres
from switchboard.runtime.erasing import ERASED_FORM
from switchboard.runtime.migrate import migrate

EXAMPLES = Path(__file__).parents[3] / "libs/contracts/examples"


@pytest.fixture(scope="module")
async def connection(postgres: Postgres) -> AsyncIterator[asyncpg.Connection]:
    await asyncio.to_thread(postgres.create_database, "erased_form")
    await migrate(postgres.url("erased_form"))
    connection = await asyncpg.connect(postgres.url("erased_form"))
    yield connection
    await connection.close()


async def erased(connection: asyncpg.Connection, body: bytes) -> bytes | None:
    found: bytes | None = await connection.fetchval(
        "SELECT erased($1::bytea, $2::json)", body, ERASED_FORM
    )
    return found


def expected(value: Any) -> Any:
    """The same, said a second time."""
    if isinstance(value, dict):
        return {k: FORM[k] if k in FORM else expected(v) for k, v in value.items()}
    return [expected(one) for one in value] if isinstance(value, list) else value


async def test_every_erased_example_is_still_a_message_of_its_type_and_version(
    connection: asyncpg.Connection,
) -> None:
    changed = 0
    for name, topic in wanted().items():
        example = read_example(EXAMPLES / name)
        if topic is TEAM_MEMBERS_TOPIC:
            continue
        body = await erased(connection, example.body)
        assert body is not None
        assert json.loads(body) == expected(json.loads(example.body)), name
        decode(example.envelope().type, body, topic.messages)
        changed += json.loads(body) != json.loads(example.body)
    assert changed > 20


async def test_names_order_and_every_other_letter_of_a_body_stay(
    connection: asyncpg.Connection,
) -> None:
    body = '{"seq":7,"text":"so","at":"2026","deep":[{"email":"a@b","n":1.50,"é\\n":""}],"none":{}}'
    wanted_body = body.replace('"so"', f'"{ERASED}"').replace('"a@b"', f'"{ERASED}"')
    assert await erased(connection, body.encode()) == wanted_body.encode()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"no JSON", b'{"text":', b""])
async def test_what_is_no_json_is_dropped(connection: asyncpg.Connection, body: bytes) -> None:
    assert await erased(connection, body) is None
