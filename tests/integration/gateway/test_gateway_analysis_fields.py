"""The fields of analyses at the door: kept by Developers and Admins, read by all (rule A2)."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.gateway.beside import a_service_beside
from tests.integration.gateway.gateways import Client, Gateway, a_gateway

from switchboard.analysis import consumers
from switchboard.contracts.words import Role
from switchboard.local.infrastructure import Kafka, Postgres

FIELDS = "/v1/analysis/fields"
PLAN = {"key": "plan", "field_type": "enum", "description": "The plan.", "options": ["free"]}


@pytest.fixture(scope="module")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway of these tests' own: elsewhere a test itself states analyses."""
    async with a_gateway(kafka, postgres) as gateway:
        yield gateway


async def _fields(client: Client, **params: Any) -> tuple[int, list[str]]:
    answer = (await client.get(FIELDS, **params)).json()
    return answer["definitions_version"], [field["key"] for field in answer["fields"]]


async def _put(client: Client, path: str, body: Any) -> Any:
    headers = {**client.headers, "Idempotency-Key": str(uuid4())}
    return await client.http.put(path, json=body, headers=headers)


async def test_a2_developers_define_change_remove_and_reorder_fields(
    gateway: Gateway, postgres: Postgres
) -> None:
    dan = await gateway.an_agent("Dan", Role.DEVELOPER)
    ann = await gateway.an_agent("Ann", Role.AGENT)
    version, built_in = await _fields(ann)
    assert (version, built_in[0]) == (1, "email")
    async with a_service_beside(gateway, postgres, "analysis", consumers.decider()):
        key = str(uuid4())
        first = await dan.post(FIELDS, PLAN, key)
        assert (first.status_code, first.json()["definitions_version"]) == (200, 2)
        assert (await dan.post(FIELDS, PLAN, key)).json() == first.json()
        assert (await dan.post(FIELDS, {**PLAN, "key": "x"}, key)).json()["code"] == (
            "command_id_reused"
        )
        assert (await dan.post(FIELDS, PLAN)).json()["code"] == "field_exists"
        change = {name: value for name, value in PLAN.items() if name != "key"}
        changed = await _put(dan, f"{FIELDS}/plan", {**change, "options": ["free", "team"]})
        assert changed.json()["fields"][-1]["options"] == ["free", "team"]
        order = ["plan", *built_in]
        ordered = await _put(dan, "/v1/analysis/field-order", {"field_keys": order})
        assert [field["key"] for field in ordered.json()["fields"]] == order
        headers = {**dan.headers, "Idempotency-Key": str(uuid4())}
        await dan.http.delete(f"{FIELDS}/email", headers=headers)
        assert await _fields(ann) == (5, [key for key in order if key != "email"])
        assert await _fields(ann, version=2) == (2, [*built_in, "plan"])
        assert await _fields(ann, version=1) == (1, built_in)
        unknown = await _put(dan, f"{FIELDS}/nothing", change)
        assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_field")
        none = await ann.get(FIELDS, version=99)
        assert (none.status_code, none.json()["code"]) == (404, "unknown_definitions")


async def test_a2_a_malformed_field_is_refused_with_its_place(gateway: Gateway) -> None:
    dan = await gateway.an_agent("Dan", Role.DEVELOPER)
    for body, place in (
        ({**PLAN, "key": "Not A Key"}, "body.key"),
        ({**PLAN, "field_type": "date"}, "body.field_type"),
        ({**PLAN, "description": " "}, "body.description"),
        ({**PLAN, "more": 1}, "body.more"),
    ):
        refused = await dan.post(FIELDS, body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["at"] == place
