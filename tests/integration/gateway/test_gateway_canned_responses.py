"""Texts by shortcut: kept, found, changed and refused (rule N3)."""

from uuid import uuid4

import httpx
from tests.integration.gateway.gateways import Client, Gateway

from switchboard.contracts.words import Role


async def _put(
    client: Client, shortcut: str, text: str, identifier: object = None
) -> httpx.Response:
    path = f"/v1/canned-responses/{identifier or uuid4()}"
    body = {"shortcut": shortcut, "text": text}
    return await client.http.put(path, json=body, headers=client.headers)


async def _found(client: Client, query: str) -> list[str]:
    answer = await client.get("/v1/canned-responses", query=query)
    return [canned["shortcut"] for canned in answer.json()["canned_responses"]]


async def test_shortcuts_that_begin_with_the_words_come_first_then_texts(gateway: Gateway) -> None:
    dan = await gateway.an_agent("Dan", Role.DEVELOPER)
    mark = uuid4().hex[:6]
    await _put(dan, f"{mark}-refund", "Your money is on its way, {{user.name|dear guest}}.")
    await _put(dan, f"a-{mark}", "Good morning!")
    await _put(dan, f"hello-{uuid4().hex[:6]}", f"A text that says {mark.upper()}.")
    ann = await gateway.an_agent("Ann", Role.AGENT)
    found = await _found(ann, mark)
    assert found[:2] == [f"{mark}-refund", f"a-{mark}"]
    assert len(found) == 3
    assert await _found(ann, f"{mark}%") == []


async def test_a_shortcut_belongs_to_one_text_and_is_free_once_that_is_gone(
    gateway: Gateway,
) -> None:
    dan = await gateway.an_agent("Dan", Role.DEVELOPER)
    shortcut, first = f"s{uuid4().hex[:8]}", uuid4()
    assert (await _put(dan, shortcut, "One.", first)).status_code == 200
    assert (await _put(dan, shortcut, "One, better.", first)).status_code == 200
    taken = await _put(dan, shortcut, "Two.")
    assert taken.json()["code"] == "shortcut_taken"
    path = f"/v1/canned-responses/{first}"
    assert (await dan.http.delete(path, headers=dan.headers)).status_code == 204
    gone = await dan.http.delete(path, headers=dan.headers)
    assert gone.json()["code"] == "unknown_canned_response"
    assert (await _put(dan, shortcut, "Two.")).status_code == 200


async def test_what_could_not_be_offered_or_filled_is_refused(gateway: Gateway) -> None:
    dan = await gateway.an_agent("Dan", Role.DEVELOPER)
    for shortcut, text, code in (
        ("Two Words", "x", "invalid_request"),
        ("", "x", "invalid_request"),
        ("ok", " ", "invalid_request"),
        ("ok", "nul \x00", "invalid_request"),
        ("ok", "{{user.age}}", "unknown_variable"),
    ):
        refused = await _put(dan, shortcut, text)
        assert refused.json()["code"] == code, (shortcut, text)
