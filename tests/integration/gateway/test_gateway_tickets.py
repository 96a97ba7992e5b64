"""Tickets at the door: made, filtered, paged, opened with their conversation, their history."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.integration.gateway.beside import a_service_beside
from tests.integration.gateway.gateways import Client, Gateway, a_gateway

from switchboard.contracts.words import Priority, Role
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.ticketing import consumers
from switchboard.ticketing.model.facts import Limits


@pytest.fixture(scope="module")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway of these tests' own: elsewhere a test itself states tickets."""
    decider = consumers.decider(Limits())
    async with (
        a_gateway(kafka, postgres) as gateway,
        a_service_beside(gateway, postgres, "ticketing", decider),
    ):
        yield gateway


@pytest.fixture
async def anna(gateway: Gateway) -> Client:
    return await gateway.an_agent("Anna", Role.AGENT)


async def _a_conversation(gateway: Gateway) -> UUID:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    for _ in range(100):
        answer = await visitor.get(f"/v1/conversations/{visitor.conversation}")
        if answer.status_code == 200:
            return visitor.conversation
        await asyncio.sleep(0.1)
    raise AssertionError("the read model never had it")


async def _create(client: Client, conversation: UUID, **body: Any) -> dict[str, Any]:
    path = f"/v1/conversations/{conversation}/tickets"
    answer = await client.post(path, {"subject": "Parcel lost"} | body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _numbers(client: Client, **params: Any) -> list[int]:
    answer = await client.get("/v1/tickets", **params)
    assert answer.status_code == 200, answer.text
    return [ticket["number"] for ticket in answer.json()["tickets"]]


async def test_t1_a_ticket_is_given_to_nobody_who_cannot_work_on_it(
    gateway: Gateway, anna: Client
) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    ticket = await _create(anna, await _a_conversation(gateway))
    assert (await admin.patch(f"/v1/members/{ben.id}", {"active": False})).status_code == 200
    for nobody in (ben.id, uuid4()):
        path = f"/v1/tickets/{ticket['ticket_id']}"
        answer = await anna.patch(path, {"assignee_id": str(nobody)})
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_member")


async def test_n5_t1_what_a_disabled_member_was_given_is_no_reason_to_refuse_a_repeat_or_an_edit(
    gateway: Gateway, anna: Client
) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    path = f"/v1/tickets/{(await _create(anna, await _a_conversation(gateway)))['ticket_id']}"
    to_ben = {"assignee_id": str(ben.id)}
    given = await anna.patch(path, to_ben, key="to Ben")
    assert given.status_code == 200, given.text
    assert (await admin.patch(f"/v1/members/{ben.id}", {"active": False})).status_code == 200
    edited = await anna.patch(path, to_ben | {"subject": "Parcel found"})
    assert (edited.status_code, edited.json()["subject"]) == (200, "Parcel found")
    assert (await anna.patch(path, {"assignee_id": str(anna.id)})).status_code == 200
    again = await anna.patch(path, to_ben, key="to Ben")
    assert (again.status_code, again.json()) == (200, given.json())
    assert (await anna.patch(path, to_ben)).status_code == 404


async def test_t1_the_history_says_who_changed_what_and_when(
    gateway: Gateway, anna: Client
) -> None:
    ben = await gateway.an_agent("Ben", Role.AGENT)
    ticket = await _create(anna, await _a_conversation(gateway))
    path = f"/v1/tickets/{ticket['ticket_id']}"
    assert (await ben.patch(path, {"status": "pending_user"})).status_code == 200
    await anna.patch(path, {"subject": "Parcel found", "assignee_id": str(ben.id)})
    unchanged = await anna.patch(path, {"subject": "Parcel found"})
    assert (unchanged.status_code, unchanged.json()["revision"]) == (200, 3)
    changes = (await anna.get(f"{path}/history")).json()["changes"]
    assert [(change["revision"], change["what"], change["agent_id"]) for change in changes] == [
        (1, "ticketing.ticket_created", str(anna.id)),
        (2, "ticketing.ticket_status_changed", str(ben.id)),
        (3, "ticketing.ticket_edited", str(anna.id)),
    ]
    assert changes[1]["differences"] == [
        {"field": "status", "before": "open", "after": "pending_user"}
    ]
    assert changes[2]["differences"] == [
        {"field": "subject", "before": "Parcel lost", "after": "Parcel found"},
        {"field": "assignee_id", "before": None, "after": str(ben.id)},
    ]
    assert [change["at"] for change in changes] == sorted(change["at"] for change in changes)


async def test_t2_opening_a_ticket_offers_its_conversation(gateway: Gateway, anna: Client) -> None:
    conversation = await _a_conversation(gateway)
    ticket = await _create(anna, conversation)
    opened = (await anna.get(f"/v1/tickets/{ticket['ticket_id']}")).json()
    assert opened["ticket"] == ticket
    assert opened["conversation"]["conversation_id"] == str(conversation)
    unknown = await anna.get(f"/v1/tickets/{uuid4()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_ticket")


async def test_t2_a_ticket_has_the_priority_of_its_conversation_unless_it_is_given_one(
    gateway: Gateway, anna: Client
) -> None:
    conversation = await _a_conversation(gateway)
    assert (await _create(anna, conversation))["priority"] == "medium"
    assert (await _create(anna, conversation, priority="low"))["priority"] == "low"


async def test_n5_t2_a_repeat_makes_no_other_ticket_also_when_the_conversation_is_more_urgent_now(
    gateway: Gateway, anna: Client
) -> None:
    conversation = await _a_conversation(gateway)
    path = f"/v1/conversations/{conversation}/tickets"
    made = await anna.post(path, {"subject": "Parcel lost"}, key="one ticket")
    gateway.voice.conversations[conversation].priority = Priority.URGENT
    await gateway.voice.states(conversation)
    while (await _create(anna, conversation))["priority"] != "urgent":  # noqa: ASYNC110 - over REST
        await asyncio.sleep(0.1)
    again = await anna.post(path, {"subject": "Parcel lost"}, key="one ticket")
    assert (again.status_code, again.json()) == (201, made.json())


async def test_t4_one_key_at_two_conversations_makes_a_ticket_in_each(
    gateway: Gateway, anna: Client
) -> None:
    here, there = [await _a_conversation(gateway) for _ in range(2)]
    made = [
        (await anna.post(f"/v1/conversations/{at}/tickets", {"subject": str(at)}, key="twice"))
        for at in (here, there)
    ]
    for conversation, answer in zip((here, there), made, strict=True):
        opened = (await anna.get(f"/v1/tickets/{answer.json()['ticket_id']}")).json()
        assert opened["ticket"]["subject"] == opened["conversation"]["conversation_id"]
        assert opened["ticket"]["subject"] == str(conversation)


async def test_every_filter_narrows_the_list_and_all_can_be_combined(
    gateway: Gateway, anna: Client
) -> None:
    conversation, mark = await _a_conversation(gateway), uuid4().hex[:8]
    first = await _create(anna, conversation, subject=f"Die Größe {mark}", priority="urgent")
    second = await _create(
        anna, conversation, description=f"x{mark.upper()}y 100%", user_email="jo@Example.org"
    )
    other = await _create(anna, await _a_conversation(gateway), subject=f"Other {mark}")
    await anna.patch(f"/v1/tickets/{second['ticket_id']}", {"assignee_id": str(anna.id)})
    await anna.patch(f"/v1/tickets/{other['ticket_id']}", {"status": "resolved"})
    one, two, three = (ticket["number"] for ticket in (first, second, other))
    here = {"conversation": str(conversation)}
    for params, numbers in (
        ({"text": mark}, [three, two, one]),
        (here, [two, one]),
        ({"text": mark, "status": "resolved"}, [three]),
        ({"text": mark, "priority": "urgent"}, [one]),
        ({"assignee": str(anna.id)}, [two]),
        (here | {"assignee": "none"}, [one]),
        (here | {"text": "grosse"}, [one]),
        (here | {"text": "RÖSS"}, [one]),
        (here | {"text": "100% EXAMPLE"}, [two]),
        (here | {"text": "10_%"}, []),
        (here | {"text": f"ticket #{two}"}, [two]),
        ({"text": str(three), "conversation": other["conversation_id"]}, [three]),
        (here | {"created_from": second["at"]}, [two]),
        (here | {"created_until": second["at"]}, [one]),
        (here | {"status": "open", "priority": "medium", "text": "jo@"}, [two]),
    ):
        assert await _numbers(anna, **params) == numbers, params


async def test_pages_stay_what_they_are_while_new_tickets_come(
    gateway: Gateway, anna: Client
) -> None:
    conversation = await _a_conversation(gateway)
    made = [(await _create(anna, conversation))["number"] for _ in range(5)]
    params: dict[str, Any] = {"conversation": str(conversation), "limit": 2}
    seen: list[int] = []
    while True:
        page = (await anna.get("/v1/tickets", **params)).json()
        seen += [ticket["number"] for ticket in page["tickets"]]
        await _create(anna, conversation)
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert seen == sorted(made, reverse=True)


async def test_numbers_are_short_and_rise(gateway: Gateway, anna: Client) -> None:
    conversation = await _a_conversation(gateway)
    numbers = [(await _create(anna, conversation))["number"] for _ in range(3)]
    assert numbers == sorted(set(numbers))
    assert max(numbers) < 1_000, "a workspace of a few tickets has numbers that people can say"


@pytest.mark.parametrize(
    "params",
    [
        {"status": "done"},
        {"assignee": "nobody"},
        {"created_from": "yesterday"},
        {"created_from": "2026-11-25T12:00:00"},
        {"text": "x" * 201},
        {"text": "nul \x00"},
        {"limit": 0},
    ],
)
async def test_a_filter_that_means_nothing_is_refused(anna: Client, params: Any) -> None:
    refused = await anna.get("/v1/tickets", **params)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
