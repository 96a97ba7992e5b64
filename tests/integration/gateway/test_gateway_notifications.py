"""What a member is told, live and over REST, with the notification service beside the gateway."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.integration.gateway.beside import a_service_beside
from tests.integration.gateway.gateways import Client, Gateway, Socket, a_gateway

from switchboard.contracts.commands.notification import BeginWaiting, EndWaiting, Notify
from switchboard.contracts.events.notification import NotificationKind
from switchboard.contracts.message import Message
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.notification import consumers
from switchboard.notification.model.facts import Limits

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway of these tests' own: elsewhere a test itself says what members are told."""
    decider = consumers.decider(Limits())
    async with (
        a_gateway(kafka, postgres) as gateway,
        a_service_beside(gateway, postgres, "notification", decider),
    ):
        yield gateway


async def _say(gateway: Gateway, command: Message) -> None:
    await gateway.voice.says(NOTIFICATION_COMMANDS_TOPIC, command, uuid4())


async def _notify(
    gateway: Gateway, member: Client, kind: NotificationKind = NotificationKind.HAND_OFF
) -> UUID:
    told = Notify(member_id=member.id, notification_id=uuid4(), kind=kind, conversation_id=uuid4())
    await _say(gateway, told)
    return told.notification_id


async def _hears(socket: Socket, kind: str, notification: UUID | None = None) -> dict[str, Any]:
    """The frame of the next fact of a kind, about this notification if one is given."""
    while True:
        frame = await socket.until("notifications")
        for fact in frame["notifications"]:
            if fact["type"] == f"notification.{kind}" and notification in (
                None,
                UUID(fact["notification_id"]),
            ):
                return {**fact, "unread": frame["unread"]}


async def _listed(client: Client, **params: Any) -> dict[str, Any]:
    page: dict[str, Any] = (await client.get("/v1/notifications", **params)).json()
    return page


async def _unread(client: Client, count: int) -> None:
    """Return once so many are unread."""
    async with asyncio.timeout(10):
        while (await _listed(client))["unread"] != count:  # noqa: ASYNC110 - asked over REST
            await asyncio.sleep(0.05)


async def _listed_when(client: Client, kind: str) -> dict[str, Any]:
    """The one notification that the member has, once this became of it."""
    async with asyncio.timeout(10):
        while True:
            found = (await _listed(client))["notifications"]
            if [fact["type"] for fact in found] == [f"notification.{kind}"]:
                return dict(found[0])
            await asyncio.sleep(0.05)


async def test_what_a_live_panel_gets_is_delivered_and_its_count_goes_up_and_down(
    gateway: Gateway,
) -> None:
    anna = await gateway.an_agent("Anna")
    async with anna.socket() as first, anna.socket() as second:
        for socket in (first, second):
            assert (await socket.until("notifications"))["unread"] == 0
        notification = await _notify(gateway, anna)
        for socket in (first, second):
            fact = await _hears(socket, "requested")
            assert (fact["offers"], fact["unread"]) == ("accept", 1)
        assert (await _listed_when(anna, "delivered"))["delivered_at"]
        answer = await anna.post(f"/v1/notifications/{notification}/seen")
        assert (answer.status_code, answer.json()["type"]) == (200, "notification.seen")
        assert (await _hears(first, "seen"))["unread"] == 0
        again = await anna.post(f"/v1/notifications/{notification}/seen")
        assert (again.status_code, again.json()) == (200, answer.json())
        answer = await anna.post(f"/v1/notifications/{notification}/clicked")
        assert (answer.status_code, answer.json()["type"]) == (200, "notification.clicked")
        assert (await _hears(second, "clicked"))["unread"] == 0


async def test_what_was_told_to_somebody_who_is_gone_is_delivered_with_their_next_panel(
    gateway: Gateway,
) -> None:
    anna = await gateway.an_agent("Anna")
    await _notify(gateway, anna)
    await _listed_when(anna, "requested")
    async with anna.socket() as socket:
        assert (await socket.until("notifications"))["unread"] == 1
        await _listed_when(anna, "delivered")


async def test_read_and_unread_are_listed_in_pages_without_a_hole(gateway: Gateway) -> None:
    anna, ben = await gateway.an_agent("Anna"), await gateway.an_agent("Ben")
    told = [await _notify(gateway, anna) for _ in range(7)]
    await _unread(anna, len(told))
    for notification in told[:3]:
        assert (await anna.post(f"/v1/notifications/{notification}/seen")).status_code == 200
    await _unread(anna, 4)
    for read, expected in (("true", told[:3]), ("false", told[3:]), (None, told)):
        params = {} if read is None else {"read": read}
        pages = [await _listed(anna, limit=2, **params)]
        while pages[-1]["next"] is not None:
            pages.append(await _listed(anna, limit=2, **params, cursor=pages[-1]["next"]))
        facts = [fact for page in pages for fact in page["notifications"]]
        assert sorted(UUID(fact["notification_id"]) for fact in facts) == sorted(expected)
        times = [fact["requested_at"] for fact in facts]
        assert times == sorted(times, reverse=True)
    assert await _listed(ben) == {"notifications": [], "next": None, "unread": 0}
    foreign = await ben.post(f"/v1/notifications/{told[0]}/clicked")
    assert foreign.json()["code"] == "unknown_notification"


async def test_preferences_are_kept_and_respected(gateway: Gateway) -> None:
    anna = await gateway.an_agent("Anna")
    path = "/v1/me/notification-preferences"
    assert (await anna.get(path)).json() == {"muted": []}
    muted = {"muted": [{"kind": "collaboration", "place": "panel"}]}
    headers = {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        answer = await anna.http.put(path, json=muted, headers=headers)
        assert (answer.status_code, answer.json()) == (200, muted)
    assert (await anna.get(path)).json() == muted
    async with anna.socket() as socket:
        await _notify(gateway, anna, NotificationKind.COLLABORATION)
        assigned = await _notify(gateway, anna, NotificationKind.ASSIGNED)
        assert UUID((await _hears(socket, "requested"))["notification_id"]) == assigned
    owed = {"muted": [{"kind": "assigned", "place": "panel"}]}
    answer = await anna.http.put(path, json=owed, headers={"Idempotency-Key": "another"})
    assert (answer.status_code, answer.json()["code"]) == (409, "must_be_told")
    assert answer.json()["kinds"] == ["assigned"]
    answer = await anna.http.put(path, json={"muted": [{"kind": "x"}]}, headers=headers)
    assert answer.json()["code"] == "invalid_request"


async def test_p2_o5_whoever_comes_online_is_told_once_of_all_that_waits(gateway: Gateway) -> None:
    """Two tabs, away and back, and a new socket tell nothing more while the same ones wait."""
    anna, waiting = await gateway.an_agent("Anna"), [uuid4(), uuid4()]
    for conversation in waiting:
        await _say(gateway, BeginWaiting(conversation_id=conversation, since=NOW))
    async with anna.socket() as first:
        fact = await _hears(first, "requested")
        assert set(fact["conversation_ids"]) >= {str(conversation) for conversation in waiting}
        async with anna.socket() as second:
            for away in (True, False):
                await first.send(frame="standing", away=away)
                await second.send(frame="standing", away=away)
            await second.until("presence")
    async with anna.socket() as again:
        marker = await _notify(gateway, anna, NotificationKind.MENTION)
        new = await _hears(again, "requested", marker)
        assert new["unread"] == 2
    for conversation in waiting:
        await _say(gateway, EndWaiting(conversation_id=conversation))
    await _unread(anna, 1)
