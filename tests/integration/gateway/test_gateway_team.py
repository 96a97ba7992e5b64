"""What the team's sockets hear: inbox, notifications, tickets, analyses, presence."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from tests.integration.gateway.gateways import PASSWORD, Client, Gateway, Socket
from tests.integration.gateway.voice import Spoken

from switchboard.contracts.commands.conversation import CloseConversation, ReleaseConversation
from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.events.analysis import AnalysisStarted
from switchboard.contracts.events.notification import (
    NotificationKind,
    NotificationRequested,
    NotificationShortened,
    NotificationWithdrawn,
)
from switchboard.contracts.events.ticketing import TicketCreated
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.contracts.words import Priority, Role, Status, TicketStatus
from switchboard.gateway.api.routes import members
from switchboard.gateway.handlers.team import saved_member
from switchboard.gateway.store.team import member_of_team


async def _inbox_has(socket: Socket, conversation: UUID) -> None:
    async with asyncio.timeout(10):
        while str(conversation) not in str((await socket.until("inbox"))["conversations"]):
            pass


async def _online(client: Client) -> dict[str, bool]:
    members = (await client.get("/v1/members")).json()["members"]
    return {member["member_id"]: member["online"] for member in members}


async def test_a_new_conversation_appears_in_every_open_inbox(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Anna")
    before, after = uuid4(), uuid4()
    await gateway.voice.opens(before, uuid4())
    async with agent.socket() as socket:
        await _inbox_has(socket, before)
        await gateway.voice.opens(after, uuid4())
        await _inbox_has(socket, after)
    page = (await agent.get("/v1/conversations", status="open", limit=1)).json()
    assert len(page["conversations"]) == 1
    following = await agent.get("/v1/conversations", cursor=page["next"], limit=1)
    assert following.json()["conversations"] != page["conversations"]


async def test_a_notification_reaches_its_member_alone_is_shortened_and_withdrawn(
    gateway: Gateway,
) -> None:
    anna, ben = await gateway.an_agent("Anna"), await gateway.an_agent("Ben")
    told = NotificationRequested(
        member_id=anna.id,
        notification_id=uuid4(),
        conversation_id=uuid4(),
        kind=NotificationKind.HAND_OFF,
        at=datetime.now(UTC),
    )
    async with anna.socket() as hers, ben.socket() as his:
        assert (await hers.until("notifications"))["notifications"] == []
        await gateway.voice.says(NOTIFICATION_EVENTS_TOPIC, told)
        heard = (await hers.until("notifications"))["notifications"]
        assert [item["notification_id"] for item in heard] == [str(told.notification_id)]
        async with anna.socket() as second:
            again = (await second.until("notifications"))["notifications"]
            assert again == heard
        about = told.model_dump(exclude={"type", "version", "conversation_id"})
        other = uuid4()
        shorter = NotificationShortened(**about, conversation_id=other)
        await gateway.voice.says(NOTIFICATION_EVENTS_TOPIC, shorter)
        (item,) = (await hers.until("notifications"))["notifications"]
        assert (item["type"], item["conversation_id"]) == ("notification.shortened", str(other))
        async with anna.socket() as third:
            (item,) = (await third.until("notifications"))["notifications"]
            assert item["conversation_id"] == str(other)
        moot = NotificationWithdrawn(**about, conversation_id=other)
        await gateway.voice.says(NOTIFICATION_EVENTS_TOPIC, moot)
        (item,) = (await hers.until("notifications"))["notifications"]
        assert item["type"] == "notification.withdrawn"
        await his.send(frame="ping")
        await his.until("pong")
        assert not [text for text in his.raw if str(told.notification_id) in text]
    await asyncio.sleep(0.3)
    assert (await anna.get("/v1/notifications")).json()["notifications"] == []


async def test_tickets_and_analyses_come_with_the_conversation_and_live(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Anna")
    conversation = uuid4()
    await gateway.voice.opens(conversation, uuid4())
    ticket = TicketCreated(
        conversation_id=conversation,
        ticket_id=uuid4(),
        revision=1,
        at=datetime.now(UTC),
        number=7,
        subject="Parcel",
        description="",
        priority=Priority.MEDIUM,
        status=TicketStatus.OPEN,
    )
    analysis = AnalysisStarted(
        conversation_id=conversation,
        analysis_id=uuid4(),
        analysis_version=1,
        at=datetime.now(UTC),
        public_seq=1,
    )
    await gateway.voice.says(TICKETING_EVENTS_TOPIC, ticket)
    async with agent.socket() as socket:
        subscribed = await socket.follow(conversation)
        assert [item["number"] for item in subscribed["tickets"]] == [7]
        assert subscribed["analyses"] == []
        await gateway.voice.says(ANALYSIS_EVENTS_TOPIC, analysis)
        (live,) = (await socket.until("analyses"))["analyses"]
        assert live["analysis_version"] == 1
    listed = (await agent.get(f"/v1/conversations/{conversation}/tickets")).json()
    assert [item["ticket_id"] for item in listed["tickets"]] == [str(ticket.ticket_id)]


async def test_a_member_is_online_while_any_of_their_sockets_lives(gateway: Gateway) -> None:
    anna, ben = await gateway.an_agent("Anna"), await gateway.an_agent("Ben")
    assert (await _online(ben))[str(anna.id)] is False
    async with anna.socket():
        async with anna.socket():
            assert (await _online(ben))[str(anna.id)] is True
        assert (await _online(ben))[str(anna.id)] is True
    async with asyncio.timeout(5):
        while (await _online(ben))[str(anna.id)]:
            pass


async def test_signing_out_ends_the_sessions_sockets(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Anna")
    async with agent.socket() as socket:
        assert (await agent.http.post("/v1/sign-out")).status_code == 204
        assert await socket.closed() == 4001


async def test_an_admin_adds_a_member_who_can_sign_in(gateway: Gateway) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    body = {
        "email": f"{uuid4()}@example.com",
        "password": PASSWORD,
        "full_name": "Cleo Dietz",
        "role": "developer",
    }
    answer = await admin.post("/v1/members", body, key="new")
    assert answer.status_code == 201
    assert answer.json()["public_name"] == "Cleo"
    again = await admin.post("/v1/members", body, key="new")
    assert again.json() == answer.json()
    taken = await admin.post("/v1/members", body, key="other")
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")
    cleo = await gateway.an_agent("Somebody")
    assert (await cleo.sign_in(body["email"], PASSWORD)).json()["role"] == "developer"


async def test_the_closing_agent_gets_the_closing_event(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Anna")
    conversation = uuid4()
    await gateway.voice.opens(conversation, uuid4())
    asked = asyncio.ensure_future(agent.post(f"/v1/conversations/{conversation}/close"))
    command = await gateway.voice.hears(CloseConversation)
    await gateway.voice.closes(conversation, cause=command.envelope.id)
    answer = await asked
    assert (answer.status_code, answer.json()["type"]) == (201, "conversation.closed")
    state = (await agent.get(f"/v1/conversations/{conversation}")).json()
    assert state["status"] == "closed"


async def test_h9_who_is_disabled_is_signed_out_everywhere_and_gives_back_what_they_had(
    gateway: Gateway,
) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    conversation = uuid4()
    gateway.voice.conversations[conversation] = Spoken(uuid4(), 0, 0, Status.ACTIVE_HUMAN, ben.id)
    await gateway.voice.opens(conversation, uuid4())
    async with ben.socket() as socket:
        await _inbox_has(socket, conversation)
        path = f"/v1/members/{ben.id}"
        answer = asyncio.create_task(admin.patch(path, {"active": False}))
        asked = await gateway.voice.hears(ReleaseConversation)
        assert asked.message == ReleaseConversation(conversation_id=conversation, member_id=ben.id)
        await gateway.voice.decides(asked, accepted=True)
        assert (await answer).status_code == 200
        assert await socket.closed() == 4001
    assert (await ben.get("/v1/me")).status_code == 401
    team = (await admin.get("/v1/members")).json()["members"]
    assert [m["active"] for m in team if m["member_id"] == str(ben.id)] == [False]
    assert (await admin.patch(path, {"active": True})).status_code == 200
    assert (await ben.get("/v1/me")).status_code == 401, "an old session came back to life"


async def test_h9_what_a_disabled_member_has_goes_back_whoever_saw_them_leave(
    gateway: Gateway,
) -> None:
    """As when the gateway that disabled them was killed, and an accept of theirs was decided."""
    ben = await gateway.an_agent("Ben")
    names = {"public_name": "Ben", "full_name": "Ben", "role": Role.AGENT}
    gone = SaveMember(member_id=ben.id, active=False, **names)
    await saved_member(gateway.services.commands, gone, "test", str(uuid4()))
    conversation = uuid4()
    gateway.voice.conversations[conversation] = Spoken(uuid4(), 0, 0, Status.ACTIVE_HUMAN, ben.id)
    await gateway.voice.opens(conversation, uuid4())
    asked = await gateway.voice.hears(ReleaseConversation, about=conversation)
    assert asked.message == ReleaseConversation(conversation_id=conversation, member_id=ben.id)
    gateway.voice.conversations[conversation].status = Status.WAITING_FOR_HUMAN
    await gateway.voice.states(conversation)


async def test_the_team_is_changed_by_admins_alone_and_never_left_without_one(
    gateway: Gateway,
) -> None:
    admins = [await gateway.an_agent(name, Role.ADMIN) for name in ("Ann", "Art")]
    agent = await gateway.an_agent("Ben")
    refused = await agent.patch(f"/v1/members/{admins[0].id}", {"role": "agent"})
    assert refused.json()["code"] == "not_allowed"
    unknown = await admins[0].patch(f"/v1/members/{uuid4()}", {"role": "agent"})
    assert unknown.json()["code"] == "unknown_member"
    everyone = (await admins[0].get("/v1/members")).json()["members"]
    others = {m["member_id"] for m in everyone if m["role"] == "admin" and m["active"]}
    for other in others - {str(admin.id) for admin in admins}:
        await admins[0].patch(f"/v1/members/{other}", {"role": "agent"})
    answers = await asyncio.gather(
        admins[0].patch(f"/v1/members/{admins[1].id}", {"role": "agent"}),
        admins[1].patch(f"/v1/members/{admins[0].id}", {"role": "agent"}),
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes in ([200, 409], [200, 403]), [answer.json() for answer in answers]


async def test_n5_a_repeated_change_of_a_member_is_the_same_whatever_they_have_become(
    gateway: Gateway,
) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")

    async def renamed(name: str) -> httpx.Response:
        headers = {"Idempotency-Key": f"rename {ben.id}"}
        path = f"/v1/members/{ben.id}"
        return await admin.http.patch(path, json={"public_name": name}, headers=headers)

    assert (await renamed("Bo")).json()["public_name"] == "Bo"
    later = await admin.patch(f"/v1/members/{ben.id}", {"role": "developer", "full_name": "B. B."})
    assert later.status_code == 200
    again = await renamed("Bo")
    assert (again.status_code, again.json()) == (200, later.json())
    assert (later.json()["public_name"], later.json()["role"]) == ("Bo", "developer")
    other = await renamed("Bob")
    assert (other.status_code, other.json()["code"]) == (409, "command_id_reused")


async def test_a_ticket_is_given_a_status_or_edited_but_not_both_in_one_request(
    gateway: Gateway,
) -> None:
    agent = await gateway.an_agent("Anna")
    for body in ({}, {"status": "open", "subject": "x"}, {"status": None}, {"priority": "none"}):
        answer = await agent.patch(f"/v1/tickets/{uuid4()}", body)
        assert answer.json()["code"] == "invalid_request", body
    answer = await agent.patch(f"/v1/tickets/{uuid4()}", {"assignee_id": None})
    assert answer.json()["code"] == "unknown_ticket"


async def test_a_rename_seen_late_does_not_have_a_disabled_member_back(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The read model shows the member as they were before, as it may for a moment."""
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    path = f"/v1/members/{ben.id}"
    before = await member_of_team(gateway.services.commands.pool, ben.id)
    assert (await admin.patch(path, {"active": False})).status_code == 200

    async def late(*_: object) -> object:
        return before

    with monkeypatch.context() as patched:
        patched.setattr(members, "member_of_team", late)
        answer = await admin.patch(path, {"public_name": "Benny"})
    assert (answer.status_code, answer.json()["public_name"]) == (200, "Benny")
    now = await member_of_team(gateway.services.commands.pool, ben.id)
    assert now is not None
    assert (now["public_name"], now["active"]) == ("Benny", False)
