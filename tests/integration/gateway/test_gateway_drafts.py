"""What a member is writing is kept for them alone, and two windows see each other (rule N7)."""

from typing import Any
from uuid import UUID, uuid4

import httpx
from tests.integration.gateway.gateways import Client, Gateway
from tests.integration.gateway.test_gateway_api_keys import a_key

from switchboard.contracts.message import MESSAGE_BYTES
from switchboard.contracts.words import Role
from switchboard.runtime.erasing import erase


async def _a_conversation(gateway: Gateway) -> UUID:
    conversation = uuid4()
    await gateway.voice.opens(conversation, uuid4())
    return conversation


async def _put(
    client: Client, conversation: UUID, text: str, version: int = 0, kind: str = "reply"
) -> httpx.Response:
    path = f"/v1/conversations/{conversation}/drafts/{kind}"
    body = {"text": text, "version": version}
    return await client.http.put(path, json=body, headers=client.headers)


async def _drafts(client: Client, conversation: UUID) -> dict[str, Any]:
    answer = await client.get(f"/v1/conversations/{conversation}/drafts")
    assert answer.status_code == 200, answer.text
    return {draft["kind"]: draft for draft in answer.json()["drafts"]}


async def test_n7_a_reply_and_a_note_are_two_drafts_on_every_device(gateway: Gateway) -> None:
    ann = await gateway.an_agent("Ann")
    here, there = await _a_conversation(gateway), await _a_conversation(gateway)
    await _put(ann, here, "Dear guest")
    await _put(ann, here, "They sound angry", kind="note")
    await _put(ann, there, "Something else")
    other_device = Client(gateway, await gateway._http(), {}, ann.id)
    await other_device.sign_in(ann.email, "a long password")
    found = await _drafts(other_device, here)
    assert {kind: draft["text"] for kind, draft in found.items()} == {
        "reply": "Dear guest",
        "note": "They sound angry",
    }
    await _put(other_device, here, "", found["reply"]["version"])
    assert set(await _drafts(ann, here)) == {"note"}
    assert set(await _drafts(ann, there)) == {"reply"}


async def test_n7_nobody_else_is_given_a_draft_whatever_their_role(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    ann = await gateway.an_agent("Ann")
    needle = f"unsent {uuid4()}"
    await _put(ann, visitor.conversation, needle)
    for role in Role:
        other = await gateway.an_agent("Ben", role)
        assert await _drafts(other, visitor.conversation) == {}
        for path in ("", "/events"):
            answer = await other.get(f"/v1/conversations/{visitor.conversation}{path}")
            assert needle not in answer.text
    admin = await gateway.an_agent("Art", Role.ADMIN)
    program, _ = await a_key(gateway, admin, "converse")
    for other, status in ((visitor, 401), (program, 403)):
        refused = await other.get(f"/v1/conversations/{visitor.conversation}/drafts")
        assert refused.status_code == status


async def test_n7_a_window_that_shows_an_older_draft_does_not_overwrite_unknowingly(
    gateway: Gateway,
) -> None:
    ann = await gateway.an_agent("Ann")
    conversation = await _a_conversation(gateway)
    first = (await _put(ann, conversation, "One")).json()["version"]
    for text, stale in (("Two", 0), ("Two", first + 1_000), ("", 0)):
        refused = await _put(ann, conversation, text, stale)
        assert (refused.status_code, refused.json()["code"]) == (409, "draft_changed")
        assert refused.json()["version"] == first
    second = (await _put(ann, conversation, "Two", first)).json()["version"]
    assert second > first
    assert (await _put(ann, conversation, "", second)).json()["version"] == 0
    again = (await _put(ann, conversation, "Three")).json()["version"]
    assert again not in {first, second}
    assert (await _put(ann, conversation, "Late", second)).status_code == 409
    assert (await _drafts(ann, conversation))["reply"]["text"] == "Three"


async def test_n7_a_draft_has_a_conversation_a_kind_and_a_limit(gateway: Gateway) -> None:
    ann = await gateway.an_agent("Ann")
    conversation = await _a_conversation(gateway)
    unknown = await _put(ann, uuid4(), "Hello")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_conversation")
    assert (await _put(ann, conversation, "Hello", kind="mail")).status_code == 422
    assert (await _put(ann, conversation, "x" * (MESSAGE_BYTES + 1))).status_code == 422
    assert (await _put(ann, conversation, "x" * MESSAGE_BYTES)).status_code == 200


async def test_e1_everybodys_drafts_about_an_erased_person_are_forgotten(gateway: Gateway) -> None:
    ann, ben = await gateway.an_agent("Ann"), await gateway.an_agent("Ben")
    erased, kept = await _a_conversation(gateway), await _a_conversation(gateway)
    for member in (ann, ben):
        await _put(member, erased, "About them")
        await _put(member, kept, "About others")
    await erase(gateway.services.commands.pool, [str(erased)])
    for member in (ann, ben):
        assert await _drafts(member, erased) == {}
        assert set(await _drafts(member, kept)) == {"reply"}
