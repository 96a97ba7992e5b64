"""The audit log: who did what, for Admins alone, never rewritten, without a personal word."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.integration.gateway.gateways import PASSWORD, Client, Gateway
from tests.integration.gateway.test_gateway_api_keys import a_key

from switchboard.contracts.commands.conversation import CloseConversation
from switchboard.contracts.events.assistant import AssistantSettings
from switchboard.contracts.ids import command_id
from switchboard.contracts.topics import ASSISTANT_SETTINGS_TOPIC
from switchboard.contracts.words import Role

NEEDLE = "archaeopteryx"


async def _log(admin: Client, most: int = 100) -> list[dict[str, Any]]:
    answer = await admin.get("/v1/audit-log", limit=most)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["entries"])


async def _found(admin: Client, *actions: str) -> list[dict[str, Any]]:
    """The newest entries with these actions, oldest first, once all are there."""
    async with asyncio.timeout(10):
        while True:
            entries = [entry for entry in await _log(admin) if entry["action"] in actions]
            if {entry["action"] for entry in entries} == set(actions):
                return entries[::-1]
            await asyncio.sleep(0.1)


async def test_the_log_says_who_did_what_to_whom(gateway: Gateway) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    program, api_key_id = await a_key(gateway, admin, "manage_members", "edit_canned_responses")
    canned = str(uuid4())
    body = {"shortcut": f"c{uuid4().hex[:10]}", "text": NEEDLE}
    saved = await program.http.put(
        f"/v1/canned-responses/{canned}", json=body, headers=program.headers
    )
    assert saved.status_code == 200, saved.text
    promoted = await program.patch(
        f"/v1/members/{ben.id}", {"role": "developer", "full_name": NEEDLE}
    )
    assert promoted.status_code == 200
    invited = await admin.post("/v1/invitations", {"role": "agent"})
    assert invited.status_code == 201
    assert (await ben.sign_in(ben.email, NEEDLE)).status_code == 401
    assert (await ben.sign_in(f"{NEEDLE}@example.com", NEEDLE)).status_code == 401
    assert (await ben.http.post("/v1/sign-out")).status_code == 204
    entries = [entry for entry in await _log(admin) if _concerns(entry, admin, ben)]
    me, his = str(admin.id), str(ben.id)
    told = [(e["action"], e["member_id"], e["api_key_id"], e["subject_id"]) for e in entries[::-1]]
    assert told == [
        ("member_added", None, None, me),
        ("signed_in", me, None, None),
        ("member_added", None, None, his),
        ("signed_in", his, None, None),
        ("api_key_made", me, None, api_key_id),
        ("canned_response_saved", me, api_key_id, canned),
        ("member_changed", me, api_key_id, his),
        ("invitation_made", me, None, None),
        ("sign_in_failed", None, None, his),
        ("sign_in_failed", None, None, None),
        ("signed_out", his, None, None),
    ]
    (change,) = [e for e in entries if e["action"] == "member_changed"]
    assert change["details"] == {"role": "developer", "renamed": True}
    text = (await admin.get("/v1/audit-log")).text
    assert not [word for word in (NEEDLE, ben.email, PASSWORD) if word in text]


def _concerns(entry: dict[str, Any], *members: Client) -> bool:
    ids = {str(member.id) for member in members}
    unknown = entry["action"] == "sign_in_failed" and entry["subject_id"] is None
    return unknown or bool(ids & {entry["member_id"], entry["subject_id"]})


async def test_what_agents_do_to_conversations_stands_in_the_log_too(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    conversation = uuid4()
    await gateway.voice.opens(conversation, uuid4())
    asked = asyncio.create_task(admin.post(f"/v1/conversations/{conversation}/close"))
    command = await gateway.voice.hears(CloseConversation)
    await gateway.voice.closes(conversation, cause=command.envelope.id, agent=admin.id)
    assert (await asked).status_code == 201
    entries = await _found(admin, "conversation.closed")
    (closed,) = [e for e in entries if e["conversation_id"] == str(conversation)]
    assert closed["member_id"] == str(admin.id)


async def test_what_is_decided_after_nobody_waits_any_more_stands_in_the_log_too(
    gateway: Gateway,
) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    change, key = {"enabled": True}, str(uuid4())
    headers = {"Idempotency-Key": key}
    asked = await admin.http.put("/v1/assistant/settings", json=change, headers=headers)
    assert asked.status_code == 202, "nobody decides it here"
    assert not [e for e in await _log(admin) if e["action"].startswith("assistant.")]
    for cause in (
        command_id(f"member:{admin.id}", "another"),
        command_id(f"member:{admin.id}", key),
    ):
        settings = AssistantSettings(enabled=True, minimum_run_seconds=0.0, at=datetime.now(UTC))
        await gateway.voice.says(ASSISTANT_SETTINGS_TOPIC, settings, cause, answer=True)
    (noted,) = await _found(admin, "assistant.change_assistant_settings")
    assert (noted["entry_id"], noted["member_id"]) == (str(cause), str(admin.id))


async def test_nobody_rewrites_the_log_not_even_in_sql(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    assert await _log(admin)
    pool = gateway.services.commands.pool
    before = await pool.fetchval("SELECT count(*) FROM audit_entry")
    for statement in (
        "UPDATE audit_entry SET member_id = NULL",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE conversation_act SET action = ''",
        "DELETE FROM conversation_act",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await pool.execute(statement)
    assert await pool.fetchval("SELECT count(*) FROM audit_entry") >= before


async def test_the_log_is_paged_without_a_gap_or_a_repeat(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    for _ in range(7):
        await admin.post("/v1/invitations", {})
    whole = [UUID(entry["entry_id"]) for entry in await _log(admin, 500)]
    paged: list[UUID] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await admin.get("/v1/audit-log", limit=3, **cursor)).json()
        paged += [UUID(entry["entry_id"]) for entry in page["entries"]]
        if page["next"] is None or len(paged) >= 30:
            break
        cursor = {"cursor": page["next"]}
    assert paged == whole[: len(paged)]
    assert len(paged) >= 7
    wrong = await admin.get("/v1/audit-log", cursor="no cursor")
    assert wrong.json()["code"] == "invalid_request"
