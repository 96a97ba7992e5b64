"""API keys: what they open, what they leave of a member's rights, how they end (rule Team)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import websockets
from aiokafka import AIOKafkaConsumer, TopicPartition
from tests.builders.searching import rows_with
from tests.integration.gateway.gateways import Client, Gateway, Socket
from tests.integration.gateway.voice import Spoken

from switchboard.contracts.commands.conversation import SendAgentMessage
from switchboard.contracts.topics import TOPICS
from switchboard.contracts.words import Role, Status

EVERYTHING = ("converse", "edit_assistant", "edit_canned_responses", "manage_members")


async def a_key(gateway: Gateway, maker: Client, *scopes: str) -> tuple[Client, str]:
    """A program with a key of these scopes, and the id of the key."""
    made = await maker.post("/v1/api-keys", {"name": "A program", "scopes": list(scopes)})
    assert made.status_code == 201, made.text
    bearer = {"Authorization": f"Bearer {made.json()['api_key']}"}
    http = (await gateway.a_visitor()).http
    return Client(gateway, http, bearer, maker.id), made.json()["api_key_id"]


@asynccontextmanager
async def a_socket(program: Client) -> AsyncIterator[Socket]:
    url = program.gateway.url.replace("http", "ws") + "/v1/socket/team"
    async with websockets.connect(url, additional_headers=dict(program.headers)) as connection:
        yield Socket(connection)


async def test_a_key_opens_what_its_scopes_name_over_rest_and_socket(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, _ = await a_key(gateway, admin, "converse")
    conversation = uuid4()
    gateway.voice.conversations[conversation] = Spoken(uuid4(), status=Status.ACTIVE_HUMAN)
    await gateway.voice.opens(conversation, uuid4())
    path = f"/v1/conversations/{conversation}"
    assert (await program.get(path)).status_code == 200
    asked = asyncio.create_task(program.post(f"{path}/messages", {"text": "Hello"}))
    command = await gateway.voice.hears(SendAgentMessage)
    assert isinstance(command.message, SendAgentMessage)
    assert command.message.agent_id == admin.id
    await gateway.voice.refuses(command, "closed")
    assert (await asked).json()["code"] == "closed"
    async with a_socket(program) as socket:
        assert (await socket.until("ready"))["member_id"] == str(admin.id)
        assert (await socket.follow(conversation))["conversation_id"] == str(conversation)
        online = (await admin.get("/v1/members")).json()["members"]
        assert not [m for m in online if m["member_id"] == str(admin.id) and m["online"]]
    other, _ = await a_key(gateway, admin, "edit_canned_responses")
    assert (await other.get(path)).json()["code"] == "not_allowed"
    async with a_socket(other) as socket:
        assert await socket.closed() == 4001


async def test_a_key_shrinks_with_its_maker_and_dies_with_them(gateway: Gateway) -> None:
    head, admin = [await gateway.an_agent(name, Role.ADMIN) for name in ("Ann", "Art")]
    program, _ = await a_key(gateway, admin, *EVERYTHING)
    assert (await program.post("/v1/invitations", {})).status_code == 201
    assert (await head.patch(f"/v1/members/{admin.id}", {"role": "agent"})).status_code == 200
    assert (await program.post("/v1/invitations", {})).json()["code"] == "not_allowed"
    assert (await program.get("/v1/members")).status_code == 200
    async with a_socket(program) as socket:
        await socket.until("ready")
        gone = await head.patch(f"/v1/members/{admin.id}", {"active": False})
        assert gone.status_code == 200
        assert await socket.closed() == 4001
    assert (await program.get("/v1/members")).json()["code"] == "invalid_token"


async def test_a_revoked_key_and_its_sockets_end_at_once(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, api_key_id = await a_key(gateway, admin, "converse")
    other, _ = await a_key(gateway, admin, "converse")
    async with a_socket(program) as socket, a_socket(other) as unconcerned:
        await socket.until("ready")
        path = f"/v1/api-keys/{api_key_id}"
        assert (await admin.http.delete(path, headers=admin.headers)).status_code == 204
        assert await socket.closed(5) == 4001
        await unconcerned.send(frame="ping")
        await unconcerned.until("pong")
    assert (await program.get("/v1/me")).json()["code"] == "invalid_token"
    again = await admin.http.delete(path, headers=admin.headers)
    assert again.json()["code"] == "unknown_api_key"


async def test_a_key_is_shown_once_and_then_by_its_beginning_and_last_use(
    gateway: Gateway,
) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, api_key_id = await a_key(gateway, admin, "converse", "edit_assistant")

    async def listed() -> dict[str, Any]:
        answer = await admin.get("/v1/api-keys")
        assert secret not in answer.text
        (one,) = [k for k in answer.json()["api_keys"] if k["api_key_id"] == api_key_id]
        return dict(one)

    secret = program.headers["Authorization"].removeprefix("Bearer ")
    unused = await listed()
    assert secret.startswith(unused["prefix"])
    assert len(unused["prefix"]) < len(secret) / 3
    assert (unused["member_id"], unused["last_used_at"]) == (str(admin.id), None)
    assert sorted(unused["scopes"]) == ["converse", "edit_assistant"]
    await program.get("/v1/me")
    assert (await listed())["last_used_at"] is not None


async def test_no_key_makes_keys_or_touches_what_is_its_makers_alone(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    for scopes in (["manage_api_keys"], [], ["everything"]):
        refused = await admin.post("/v1/api-keys", {"name": "No", "scopes": scopes})
        assert refused.json()["code"] == "invalid_request"
    program, _ = await a_key(gateway, admin, *EVERYTHING)
    body = {"name": "More", "scopes": ["converse"]}
    assert (await program.post("/v1/api-keys", body)).json()["code"] == "not_allowed"
    assert (await program.get("/v1/api-keys")).json()["code"] == "not_allowed"
    for path in ("/v1/me/sign-out-everywhere", "/v1/sign-out"):
        assert (await program.post(path)).json()["code"] == "not_allowed"
    assert (await admin.get("/v1/me")).status_code == 200


async def test_a_key_and_its_maker_do_not_share_their_idempotency_keys(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, _ = await a_key(gateway, admin, "manage_members")
    body = {"email": f"{uuid4()}@example.com", "password": "a long password", "full_name": "Cy"}
    one = await admin.post("/v1/members", body, key="the same")
    other = await program.post("/v1/members", body, key="the same")
    assert (one.status_code, other.json()["code"]) == (201, "email_taken")


@pytest.mark.parametrize("token", ["swk_", "swk_forged", "swk_" + "x" * 43])
async def test_a_forged_key_is_no_key_even_beside_a_good_cookie(
    gateway: Gateway, token: str
) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    answer = await admin.http.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


async def test_no_key_session_or_password_is_ever_on_kafka_or_readable_in_the_database(
    gateway: Gateway,
) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, _ = await a_key(gateway, admin, *EVERYTHING)
    password = f"needle-{uuid4().hex}"
    body = {"email": f"{uuid4()}@example.com", "password": password, "full_name": "Cy Dee"}
    made = await program.post("/v1/members", body)
    assert made.status_code == 201
    secrets = [
        password,
        program.headers["Authorization"].removeprefix("Bearer "),
        *dict(admin.http.cookies).values(),
    ]
    said = await _everything_said(gateway)
    assert str(UUID(made.json()["member_id"])).encode() in said, "the member was not heard of"
    assert not [secret for secret in secrets if secret.encode() in said]
    connection = await asyncpg.connect(gateway.settings.database_url)
    try:
        assert [await rows_with(connection, secret) for secret in secrets] == [0] * len(secrets)
    finally:
        await connection.close()


async def _everything_said(gateway: Gateway) -> bytes:
    """Every record of every topic, headers and all."""
    found: list[bytes] = []
    places = [
        TopicPartition(gateway.settings.topic_prefix + topic.name, number)
        for topic in TOPICS
        for number in range(topic.partitions)
    ]
    async with AIOKafkaConsumer(
        bootstrap_servers=gateway.settings.kafka, auto_offset_reset="earliest"
    ) as consumer:
        consumer.assign(places)
        while records := await consumer.getmany(timeout_ms=1500):
            for record in (record for batch in records.values() for record in batch):
                found += [record.key or b"", record.value or b"", repr(record.headers).encode()]
    return b"\n".join(found)
