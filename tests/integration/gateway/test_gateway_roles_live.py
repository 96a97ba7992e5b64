"""Who hears and asks what at sockets, and finds what by words: walked with every role (rule Team).

The walks take their lists from the contracts, the application and the table of permissions: what is
new there and stands in no table here fails.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIWebSocketRoute
from tests.integration.gateway.gateways import Client, Gateway, Socket, a_gateway
from tests.integration.gateway.test_gateway_api_keys import a_key
from tests.integration.gateway.trying import (
    TEAMS_DOOR,
    VISITORS_DOOR,
    Trying,
    at,
    begun,
    is_noted,
    says,
)

from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.message import Message
from switchboard.contracts.socket import Act, ClientFrame, CloseCode, ServerFrame
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.contracts.words import Role
from switchboard.gateway.api.app import create_app
from switchboard.gateway.model.permissions import SCOPES, Action, may
from switchboard.local.infrastructure import Kafka, Postgres

MEMBERS = frozenset(str(role) for role in Role)
KEYS = frozenset(f"a key to {scope}" for scope in SCOPES)
TEAM = frozenset(
    {str(role) for role in Role if may(role, Action.CONVERSE)}
    | {f"a key to {s}" for s in SCOPES if may(Role.ADMIN, Action.CONVERSE, frozenset({s}))}
)
VISITORS = frozenset({"visitor"})
EITHER = TEAM | VISITORS
NOBODY: frozenset[str] = frozenset()
EVERYONE = MEMBERS | KEYS | VISITORS | {"nobody"}

DOORS = {TEAMS_DOOR: TEAM, VISITORS_DOOR: VISITORS}
ACTS = {
    Act.OPEN: VISITORS,
    Act.SEND_MESSAGE: EITHER,
    Act.REQUEST_HUMAN: VISITORS,
    Act.PROVIDE_EMAIL: VISITORS,
    Act.CONTINUE_WITH_ASSISTANT: VISITORS,
    Act.REQUEST_TICKET: VISITORS,
    Act.ADD_NOTE: TEAM,
    Act.ACCEPT: TEAM,
    Act.TAKE_OVER: TEAM,
    Act.RETURN_TO_AI: TEAM,
    Act.CLOSE: TEAM,
    Act.ASSIGN: TEAM,
    Act.UNASSIGN: TEAM,
    Act.SET_PRIORITY: TEAM,
    Act.SET_USER_EMAIL: TEAM,
    Act.ADD_COLLABORATOR: TEAM,
    Act.REMOVE_COLLABORATOR: TEAM,
}
# For whom a frame does something; a visitor's token counts in the first frame alone.
DOES = {
    "authenticate": NOBODY,
    "subscribe": EITHER,
    "unsubscribe": EITHER,
    "command": EITHER,
    "standing": MEMBERS,
    "read": MEMBERS,
    "ping": EITHER,
}
TOLD = {
    "ready": EITHER,
    "subscribed": EITHER,
    "events": EITHER,
    "inbox": TEAM,
    "tickets": TEAM,
    "analyses": TEAM,
    "notifications": TEAM,
    "presence": TEAM,
    "marks": MEMBERS,
    "outcome": EITHER,
    "problem": EITHER,
    "pong": EITHER,
}
SEARCHES = {"/v1/search": TEAM, "/v1/conversations": TEAM, "/v1/tickets": TEAM}


@pytest.fixture(scope="module")
async def gateway(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Gateway]:
    """A gateway of these tests' own: they say what elsewhere other services do."""
    async with a_gateway(kafka, postgres) as gateway:
        yield gateway


@pytest.fixture(scope="module")
async def everyone(gateway: Gateway) -> Mapping[str, Client]:
    """Somebody of every role, and a program with a key of every scope."""
    people = {
        "nobody": Client(gateway, (await gateway.a_visitor()).http, {}, uuid4()),
        "visitor": await gateway.a_visitor(),
    }
    for role in Role:
        people[str(role)] = await gateway.an_agent(str(role), role)
    maker = await gateway.an_agent("Maker", Role.ADMIN)
    for scope in SCOPES:
        people[f"a key to {scope}"], _ = await a_key(gateway, maker, scope)
    assert people.keys() == EVERYONE
    return people


def _names(frames: Any) -> set[str]:
    union, _ = get_args(frames)
    return {part.model_fields["frame"].default for part in get_args(union)}


def test_every_door_frame_act_and_search_stands_in_a_table(gateway: Gateway) -> None:
    app = create_app(gateway.services, None)
    doors = {route.path for route in app.routes if isinstance(route, APIWebSocketRoute)}
    assert doors == DOORS.keys()
    assert set(Act) == ACTS.keys()
    assert _names(ClientFrame) == DOES.keys()
    assert _names(ServerFrame) == TOLD.keys()
    reading = {
        path: found["get"] for path, found in app.openapi()["paths"].items() if "get" in found
    }
    assert {path for path, route in reading.items() if _takes_words(route)} == SEARCHES.keys()


def _takes_words(route: Mapping[str, Any]) -> bool:
    return any(one["name"] == "text" for one in route.get("parameters", ()))


def _door_of(role: str) -> str:
    return next(door for door, roles in DOORS.items() if role in roles)


# Doors --------------------------------------------------------------------------------------------


async def test_each_door_opens_to_those_whom_the_table_names(
    everyone: Mapping[str, Client],
) -> None:
    for door, roles in DOORS.items():
        for role, person in everyone.items():
            async with at(person, door) as socket:
                if role in roles:
                    assert (await socket.next())["frame"] == "ready", (door, role)
                else:
                    assert await socket.closed() == int(CloseCode.NOT_SIGNED_IN), (door, role)


# Acts ---------------------------------------------------------------------------------------------


async def _codes(gateway: Gateway, socket: Socket, about: UUID, sent_on: int) -> dict[Act, str]:
    """What each act is answered with, when the conversation service refuses what gets there."""
    run = uuid4()
    for act in Act:
        wish = {"text": "jo@example.org", "member_id": uuid4(), "priority": "high"}
        key = f"{run} {act}"
        await socket.send(frame="command", id=key, conversation_id=about, act=act, **wish)
    for _ in range(sent_on):
        await gateway.voice.refuses(await gateway.voice.hears(Message, about=about), "closed")
    outcomes = [await socket.until("outcome") for _ in Act]
    assert gateway.voice.heard == []
    return {
        Act(outcome["id"].removeprefix(f"{run} ")): outcome["problem"]["code"]
        for outcome in outcomes
    }


async def test_each_act_is_asked_by_those_whom_the_table_names_and_nobody_else(
    gateway: Gateway, everyone: Mapping[str, Client]
) -> None:
    conversation = await begun(gateway, everyone["visitor"])
    for role in sorted(EITHER):
        allowed = {act for act, roles in ACTS.items() if role in roles}
        async with at(everyone[role], _door_of(role)) as socket:
            codes = await _codes(gateway, socket, conversation, len(allowed))
        expected = {act: "closed" if act in allowed else "not_allowed" for act in Act}
        assert codes == expected, role


async def test_no_act_of_a_visitor_reaches_another_visitors_conversation(
    gateway: Gateway, everyone: Mapping[str, Client]
) -> None:
    conversation = await begun(gateway, everyone["visitor"])
    async with (await gateway.a_visitor()).socket() as socket:
        codes = await _codes(gateway, socket, conversation, 0)
    assert set(codes.values()) <= {"unknown_conversation", "not_allowed"}
    assert all(codes[act] == "unknown_conversation" for act in Act if ACTS[act] >= VISITORS)


# Frames -------------------------------------------------------------------------------------------


async def test_each_frame_does_something_for_those_whom_the_table_names(
    gateway: Gateway, everyone: Mapping[str, Client]
) -> None:
    conversation = await begun(gateway, everyone["visitor"])
    stranger = await gateway.a_visitor()
    await begun(gateway, stranger)
    for role in sorted(EITHER):
        person = everyone[role]
        async with at(person, _door_of(role)) as socket:
            await socket.until("ready")
            trying = Trying(gateway, person, socket, conversation, stranger)
            found = {frame for frame in DOES if await trying.does(frame)}
        assert found == {frame for frame, roles in DOES.items() if role in roles}, role


async def test_each_role_is_told_the_frames_of_the_table_and_no_other(
    gateway: Gateway, everyone: Mapping[str, Client]
) -> None:
    conversation = await begun(gateway, everyone["visitor"])
    sockets: dict[str, Socket] = {}
    async with AsyncExitStack() as stack:
        for role in sorted(EITHER):
            sockets[role] = await stack.enter_async_context(at(everyone[role], _door_of(role)))
            await sockets[role].follow(conversation)
            about = {"id": "a key", "conversation_id": conversation}
            unable = Act.OPEN if role in TEAM else Act.ADD_NOTE
            await sockets[role].send(frame="command", act=unable, **about)
            await sockets[role].send(frame="nothing of the protocol's")
        await _everything_happens(gateway, conversation, [everyone[role] for role in EITHER])
        for role in sorted(EITHER):
            await _until_told(sockets[role], _told(role) - {"pong"})
        for role, socket in sockets.items():
            await socket.send(frame="ping")
            await socket.until("pong")
            told = {frame["frame"] for frame in socket.frames}
            assert told == _told(role), role


def _told(role: str) -> set[str]:
    return {kind for kind, roles in TOLD.items() if role in roles}


async def _until_told(socket: Socket, kinds: set[str]) -> None:
    while not kinds <= {frame["frame"] for frame in socket.frames}:
        await socket.next()


async def _everything_happens(gateway: Gateway, about: UUID, told: list[Client]) -> None:
    """All that any socket is told of: of the conversation, and of each of these as a member."""
    conversation = {"conversation_id": about}
    await says(gateway, TICKETING_EVENTS_TOPIC, "ticketing.ticket_created", conversation)
    await says(gateway, ANALYSIS_EVENTS_TOPIC, "analysis.started", conversation)
    for member in told:
        fields = {"member_id": member.id, "notification_id": uuid4()}
        await says(gateway, NOTIFICATION_EVENTS_TOPIC, "notification.requested", fields)
    await is_noted(gateway, about, "Only for the team")
    await gateway.voice.posts(about, "Hello", PublicSource.AI)


# Searches -----------------------------------------------------------------------------------------


async def test_each_search_finds_for_those_whom_the_table_names_and_for_nobody_else(
    gateway: Gateway, everyone: Mapping[str, Client]
) -> None:
    needle = f"needle{uuid4().hex}"
    other = await begun(gateway, await gateway.a_visitor())
    await is_noted(gateway, other, f"Only for the team: {needle}")
    ticket = {"conversation_id": other, "ticket_id": uuid4(), "number": 77, "subject": needle}
    await says(gateway, TICKETING_EVENTS_TOPIC, "ticketing.ticket_created", ticket)
    async with asyncio.timeout(10):
        for path in SEARCHES:
            while not await _finds(everyone["admin"], path, needle, other):  # noqa: ASYNC110 - REST
                await asyncio.sleep(0.05)
    for path, roles in SEARCHES.items():
        found = {
            role for role, person in everyone.items() if await _finds(person, path, needle, other)
        }
        assert found == roles, path


async def _finds(person: Client, path: str, needle: str, conversation: UUID) -> bool:
    answer = await person.get(path, text=needle)
    if answer.status_code != 200:
        assert answer.status_code in {401, 403}, answer.text
        assert str(conversation) not in answer.text
    return str(conversation) in answer.text
