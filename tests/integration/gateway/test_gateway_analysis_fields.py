"""Analyses at the door, and their fields, which Developers and Admins keep (rules A2, A4)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.integration.gateway.beside import a_service_beside
from tests.integration.gateway.gateways import Client, Gateway, Socket, a_gateway

from switchboard.analysis import consumers
from switchboard.contracts.commands.analysis import RecordAnalysisFailure
from switchboard.contracts.topics import ANALYSIS_COMMANDS_TOPIC
from switchboard.contracts.words import Role
from switchboard.local.infrastructure import Kafka, Postgres

FIELDS = "/v1/analysis/fields"
PLAN = {"key": "plan", "field_type": "enum", "description": "The plan.", "options": ["free"]}


@pytest.fixture(scope="module")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway of these tests' own: elsewhere a test itself states analyses."""
    async with (
        a_gateway(kafka, postgres) as gateway,
        a_service_beside(gateway, postgres, "analysis", consumers.decider(), consumers.TRANSLATORS),
    ):
        yield gateway


async def _fields(client: Client, **params: Any) -> tuple[int, list[str]]:
    answer = (await client.get(FIELDS, **params)).json()
    return answer["definitions_version"], [field["key"] for field in answer["fields"]]


async def _put(client: Client, path: str, body: Any) -> Any:
    headers = {**client.headers, "Idempotency-Key": str(uuid4())}
    return await client.http.put(path, json=body, headers=headers)


async def test_a2_developers_define_change_remove_and_reorder_fields(gateway: Gateway) -> None:
    dan = await gateway.an_agent("Dan", Role.DEVELOPER)
    ann = await gateway.an_agent("Ann", Role.AGENT)
    version, built_in = await _fields(ann)
    assert (version, built_in[0]) == (1, "email")
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


async def _shown(socket: Socket, kind: str) -> dict[str, Any]:
    """The analysis as a panel that follows the conversation is told of it."""
    async with asyncio.timeout(10):
        while True:
            (analysis,) = (await socket.until("analyses"))["analyses"]
            if analysis["type"] == kind:
                return dict(analysis)


async def _fails(gateway: Gateway, started: dict[str, Any]) -> None:
    failure = RecordAnalysisFailure(
        conversation_id=UUID(started["conversation_id"]),
        analysis_id=UUID(started["analysis_id"]),
        code="too_often",
    )
    await gateway.voice.says(ANALYSIS_COMMANDS_TOPIC, failure)


async def test_a4_a_failed_analysis_is_shown_live_with_its_code_and_anybody_may_run_it_again(
    gateway: Gateway,
) -> None:
    ann, visitor = await gateway.an_agent("Ann"), await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    path = f"/v1/conversations/{visitor.conversation}/analyses"
    early = await ann.post(path)
    assert (early.status_code, early.json()["code"]) == (409, "not_closed")
    async with ann.socket() as socket:
        assert (await socket.follow(visitor.conversation))["analyses"] == []
        await gateway.voice.closes(visitor.conversation)
        first = await _shown(socket, "analysis.started")
        running = await ann.post(path)
        assert (running.status_code, running.json()["code"]) == (409, "analysis_running")
        await _fails(gateway, first)
        assert (await _shown(socket, "analysis.failed"))["code"] == "too_often"
        key = str(uuid4())
        again = await ann.post(path, key=key)
        assert (again.status_code, again.json()["analysis_version"]) == (201, 2)
        assert await _shown(socket, "analysis.started") == again.json()
    assert (await ann.post(path, key=key)).json()["analysis_id"] == again.json()["analysis_id"]
    listed = (await ann.get(path)).json()["analyses"]
    assert [(one["analysis_version"], one["type"]) for one in listed] == [
        (1, "analysis.failed"),
        (2, "analysis.started"),
    ]
    assert (await visitor.get(path)).status_code == 401
