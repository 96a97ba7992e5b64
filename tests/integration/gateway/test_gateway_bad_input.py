"""Bad input at the gateway's doors: a stable code, nothing lost, nothing crashed."""

import base64
import json
from uuid import uuid4

import pytest
import websockets
from tests.integration.gateway.gateways import PASSWORD, Client, Gateway

from switchboard.contracts.words import Role


def _codes(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]  # type: ignore[attr-defined]


@pytest.fixture
async def visitor(gateway: Gateway) -> Client:
    return await gateway.a_visitor()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"text": ', (400, "invalid_json")),
        (b'{"text": ""}', (422, "invalid_request")),
        (b'{"text": "a\\u0000b"}', (422, "invalid_request")),
        (b'{"text": "\\ud800"}', (422, "invalid_request")),
        (b'{"text": 7}', (422, "invalid_request")),
        (b'{"text": "x", "seq": 1}', (422, "invalid_request")),
        (b"{}", (422, "invalid_request")),
        (b"[]", (422, "invalid_request")),
        (b"\xff\xfe", (400, "invalid_json")),
        (json.dumps({"text": "x" * 16_385}).encode(), (422, "invalid_request")),
        (json.dumps({"text": "x" * 200_000}).encode(), (413, "too_large")),
    ],
)
async def test_a_bad_body_gets_a_stable_code(
    visitor: Client, body: bytes, expected: tuple[int, str]
) -> None:
    answer = await visitor.http.post(
        f"/v1/conversations/{visitor.conversation}/messages",
        content=body,
        headers={
            **visitor.headers,
            "Idempotency-Key": "k",
            "Content-Type": "application/json",
        },
    )
    assert _codes(answer) == expected
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_without_a_length_is_measured_as_it_comes(visitor: Client) -> None:
    async def endless() -> object:
        for _ in range(300):
            yield b"x" * 1_000

    answer = await visitor.http.post(
        f"/v1/conversations/{visitor.conversation}/messages",
        content=endless(),  # type: ignore[arg-type]
        headers={**visitor.headers, "Idempotency-Key": "k"},
    )
    assert _codes(answer) == (413, "too_large")


async def test_a_command_without_a_usable_idempotency_key_is_refused(visitor: Client) -> None:
    path = f"/v1/conversations/{visitor.conversation}/messages"
    for headers in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": "x" * 201}):
        answer = await visitor.http.post(
            path, json={"text": "x"}, headers={**visitor.headers, **headers}
        )
        assert _codes(answer) == (400, "idempotency_key_missing")


async def test_ids_and_addresses_that_do_not_exist(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Ada")
    nowhere = uuid4()
    assert _codes(await agent.get("/v1/conversations/not-a-uuid")) == (422, "invalid_request")
    assert _codes(await agent.get("/v1/nothing")) == (404, "not_found")
    assert _codes(await agent.http.delete("/v1/me")) == (405, "method_not_allowed")
    assert _codes(await agent.get(f"/v1/conversations/{nowhere}")) == (404, "unknown_conversation")
    answer = await agent.post(f"/v1/conversations/{nowhere}/messages", {"text": "x"})
    assert _codes(answer) == (404, "unknown_conversation")
    answer = await agent.http.patch(
        f"/v1/tickets/{nowhere}", json={"status": "open"}, headers={"Idempotency-Key": "t"}
    )
    assert _codes(answer) == (404, "unknown_ticket")
    answer = await agent.post(f"/v1/notifications/{nowhere}/seen")
    assert _codes(answer) == (404, "unknown_notification")
    answer = await agent.get("/v1/conversations", cursor="nonsense")
    assert _codes(answer) == (422, "invalid_request")


NO_TIME_IN_UTC = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")


async def test_no_word_time_or_cursor_in_an_address_is_more_than_the_database_can_hold(
    gateway: Gateway,
) -> None:
    admin = await gateway.an_agent("Ada", Role.ADMIN)
    asked: list[tuple[str, str, str]] = [("/v1/canned-responses", "query", "a\x00b")]
    for path, name in (("conversations", "opened"), ("search", "opened"), ("tickets", "created")):
        for at in (*NO_TIME_IN_UTC, "2026-11-26T00:00:00"):
            asked += [(f"/v1/{path}", f"{name}_{end}", at) for end in ("from", "until")]
    for path in ("conversations", "search", "audit-log", "notifications"):
        for at in (*NO_TIME_IN_UTC, "2026-11-26T00:00:00"):
            cursor = base64.urlsafe_b64encode(f"{at} {uuid4()}".encode()).decode()
            asked.append((f"/v1/{path}", "cursor", cursor))
    for path, name, value in asked:
        answer = await admin.get(path, **{name: value})
        assert _codes(answer) == (422, "invalid_request"), (path, name, value)


async def test_who_is_nobody_is_told_so(visitor: Client) -> None:
    path = f"/v1/conversations/{visitor.conversation}"
    assert _codes(await visitor.http.get(path)) == (401, "not_signed_in")
    for token in ("nonsense", visitor.token[:-2] + "xx"):
        answer = await visitor.http.get(path, headers={"Authorization": f"Bearer {token}"})
        assert _codes(answer) == (401, "invalid_token")
    answer = await visitor.http.get("/v1/me", headers=visitor.headers)
    assert _codes(answer) == (401, "not_signed_in")


async def test_a_role_allows_only_what_the_table_says(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Ben")
    body = {"title": "t", "body": "b", "url": "u"}
    answer = await agent.http.put(
        f"/v1/articles/{uuid4()}", json=body, headers={"Idempotency-Key": "a"}
    )
    assert _codes(answer) == (403, "not_allowed")
    assert _codes(await agent.get("/v1/assistant/settings")) == (403, "not_allowed")
    member = {"email": "x@example.com", "password": PASSWORD, "full_name": "X Y"}
    assert _codes(await agent.post("/v1/members", member)) == (403, "not_allowed")


async def test_only_admins_see_addresses(gateway: Gateway) -> None:
    agent, admin = await gateway.an_agent("Bea"), await gateway.an_agent("Ann", Role.ADMIN)
    for client, sees in ((agent, False), (admin, True)):
        members = (await client.get("/v1/members")).json()["members"]
        (me,) = [member for member in members if member["member_id"] == str(client.id)]
        assert (me["email"] is not None) is sees


async def test_another_sites_page_changes_nothing_with_the_cookie(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Cem")
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await agent.http.post("/v1/sign-out", headers=headers)
        assert _codes(answer) == (403, "foreign_origin")
    answer = await agent.http.post("/v1/sign-out", headers={"Origin": gateway.url})
    assert answer.status_code == 204
    assert _codes(await agent.get("/v1/me")) == (401, "not_signed_in")


async def test_a_socket_answers_what_is_no_frame_and_goes_on(visitor: Client) -> None:
    async with visitor.socket() as socket:
        await socket.send(frame="dance")
        assert (await socket.until("problem"))["code"] == "invalid_frame"
        await socket.send(frame="subscribe", conversation_id=visitor.conversation, after=2**63)
        assert (await socket.until("problem"))["code"] == "invalid_frame"
        await socket.send(frame="subscribe", conversation_id="no")
        assert (await socket.until("problem"))["code"] == "invalid_frame"
        command = {"frame": "command", "conversation_id": visitor.conversation}
        await socket.send(**command, id="a", act="send_message", text="a\x00b")
        outcome = await socket.until("outcome")
        assert (outcome["id"], outcome["status"]) == ("a", 422)
        assert outcome["problem"]["code"] == "invalid_request"
        await socket.send(**command, id="b", act="close")
        assert (await socket.until("outcome"))["problem"]["code"] == "not_allowed"
        await socket.send(**command, id="c", act="send_message")
        assert (await socket.until("outcome"))["problem"]["code"] == "invalid_request"
        await socket.send(
            frame="command", id="d", conversation_id=uuid4(), act="send_message", text="x"
        )
        assert (await socket.until("outcome"))["problem"]["code"] == "unknown_conversation"
        await socket.send(frame="subscribe", conversation_id=uuid4())
        assert (await socket.until("problem"))["code"] == "unknown_conversation"
        await socket.send(frame="ping")
        await socket.until("pong")


@pytest.mark.parametrize("sent", ["no json", "[]", b"binary", '{"frame":' * 50_000])
async def test_a_socket_that_gets_nonsense_ends_with_a_code(
    visitor: Client, sent: str | bytes
) -> None:
    async with visitor.socket() as socket:
        await socket.connection.send(sent)
        assert await socket.closed() in {4007, 1009}


async def test_an_oversized_frame_ends_the_socket(visitor: Client) -> None:
    async with visitor.socket() as socket:
        await socket.send(frame="ping", more="x" * 200_000)
        assert await socket.closed() == 1009


async def test_sockets_without_proof_or_from_another_site_are_closed(gateway: Gateway) -> None:
    address = gateway.url.replace("http", "ws") + "/v1/socket/"
    for kind, first, headers, code in (
        ("team", None, {}, 4001),
        ("team", None, {"Cookie": "switchboard_session=x"}, 4001),
        ("team", None, {"Origin": "http://evil.example"}, 4003),
        ("visitor", '{"frame":"authenticate","token":"x"}', {}, 4001),
        ("visitor", '{"frame":"ping"}', {}, 4001),
        ("visitor", "nonsense", {}, 4007),
        ("visitor", None, {"Origin": "http://evil.example"}, 4003),
    ):
        async with websockets.connect(address + kind, additional_headers=headers) as connection:
            if first is not None:
                await connection.send(first)
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await connection.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == code


async def test_the_widget_may_be_framed_and_the_panel_may_not(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    panel = await visitor.http.get("/panel/")
    assert "frame-ancestors 'none'" in panel.headers["content-security-policy"]
    assert panel.headers["x-frame-options"] == "DENY"
    assert "SWITCHBOARD_WEB_ROOT" in panel.text
    widget = await visitor.http.get("/widget/")
    assert "frame-ancestors *" in widget.headers["content-security-policy"]
    assert "x-frame-options" not in widget.headers
