"""Ids that anybody can work out open nothing, and betray nothing (rule I5).

An attacker knows every rule by which ids are derived, the ids of visitor, conversation and members,
and the keys that others used. What they are answered must be what a made-up id is answered.
"""

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx
import websockets
from tests.builders.people import Person
from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House

from switchboard.contracts import ids

DISCARDED = "conversation.ai_reply_discarded"
ACTS: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("messages", {"text": "Let me in"}),
    ("human", None),
    ("email", {"email": "intruder@example.org"}),
    ("continue-with-assistant", None),
)


def derived(victim: UUID, conversation: UUID, members: list[str], keys: list[str]) -> set[UUID]:
    """Every id that follows from what is known, by every rule that makes one."""
    principals = [f"visitor:{victim}", *(f"member:{m}" for m in members), *members, "test", "demo"]
    commands = {ids.command_id(principal, key) for principal in principals for key in keys}
    of_services = {
        ids.translated_command_id(cause, kind, str(conversation))
        for cause in (*commands, conversation)
        for kind in ("conversation.take_over.v1", "conversation.propose_ai_reply.v1")
    }
    causes = commands | of_services | {conversation}
    messages = {ids.message_id(cause, n) for cause in causes for n in range(2)}
    namespaces = {
        uuid5(space, str(name))
        for space in (ids.CONVERSATIONS, ids.COMMANDS, ids.SERVICE_COMMANDS, ids.STATEMENTS)
        for name in (victim, conversation)
    }
    chain = {
        conversation,
        ids.first_conversation(victim),
        ids.next_conversation(conversation),
        ids.next_conversation(ids.next_conversation(conversation)),
        ids.first_conversation(conversation),
    }
    said = {ids.statement_id(cause, 0) for cause in commands}
    public = {ids.public_message_id(message) for message in messages}
    return chain | namespaces | commands | of_services | messages | public | said


async def _a_victim(house: House) -> tuple[UUID, UUID, Person, list[str]]:
    """A visitor with a conversation that a human has; and the keys that both used."""
    where, visitor, _ = await house.a_visitor()
    answer = await visitor.client.get("/v1/conversations", headers=visitor.headers)
    assert answer.status_code == 200
    path = f"/v1/conversations/{where}"
    keys = [f"{step}-{uuid4()}" for step in ("hello", "take", "reply")]
    for key, who, act, body in (
        (keys[0], visitor, "messages", {"text": "Hello"}),
        (keys[1], house.anna, "take-over", None),
        (keys[2], house.anna, "messages", {"text": "Good day"}),
    ):
        headers = who.headers | {"Idempotency-Key": key}
        stored = await who.client.post(f"{path}/{act}", json=body, headers=headers)
        assert stored.status_code == 201, stored.text
    (opened,) = await house.told(where, "opened", 1)
    return UUID(opened["visitor_id"]), where, visitor, keys


def _told(answer: httpx.Response, named: UUID) -> tuple[int, str, frozenset[str]]:
    """What an answer says, but for the id that was asked about."""
    names = frozenset(answer.headers) - {"date"}
    return answer.status_code, answer.text.replace(str(named), "ID"), names


async def _everything(house: House, visitor: Person, where: UUID) -> list[Any]:
    """Both streams of a conversation, as the team and its user read them.

    But for what becomes of the AI's reply, which it began before an agent came.
    """
    path = f"/v1/conversations/{where}/events"
    streams = [
        (await person.client.get(path, headers=person.headers)).json()["events"]
        for person in (house.anna, visitor)
    ]
    return [[event for event in stream if event["type"] != DISCARDED] for stream in streams]


async def test_a_derived_id_is_answered_as_one_that_nobody_has_over_rest(house: House) -> None:
    victim, where, visitor, keys = await _a_victim(house)
    member = (await house.anna.client.get("/v1/me", headers=house.anna.headers)).json()["member_id"]
    before = await _everything(house, visitor, where)
    targets = sorted(derived(victim, where, [member], keys))
    assert len(targets) > 100
    told = set()
    for target, key in zip(targets, _cycled(keys), strict=False):
        # Each a visitor of their own: the pace of one is no help to whoever tries them all.
        _, attacker, _ = await house.a_visitor()
        for named in (target, uuid4()):
            told |= {_told(answer, named) for answer in await _tried(attacker, named, key)}
    assert len({(status, text) for status, text, _ in told}) == 1, told
    assert {status for status, _, _ in told} == {404}
    assert await _everything(house, visitor, where) == before
    successor = ids.next_conversation(where)
    answer = await house.anna.client.get(
        f"/v1/conversations/{successor}", headers=house.anna.headers
    )
    assert answer.json()["code"] == "unknown_conversation", "a successor was begun"


async def _tried(attacker: Person, target: UUID, key: str) -> list[httpx.Response]:
    path = f"/v1/conversations/{target}"
    headers = attacker.headers | {"Idempotency-Key": key}
    asked = [
        attacker.client.post(f"{path}/{act}", json=body, headers=headers) for act, body in ACTS
    ]
    read = [attacker.client.get(f"{path}{end}", headers=headers) for end in ("", "/events")]
    return list(await asyncio.gather(*asked, *read))


def _cycled(keys: list[str]) -> Iterator[str]:
    while True:
        yield from keys


async def test_another_principals_command_id_as_ones_own_key_is_a_key_like_any_other(
    house: House,
) -> None:
    victim, where, visitor, keys = await _a_victim(house)
    member = (await house.anna.client.get("/v1/me", headers=house.anna.headers)).json()["member_id"]
    before = await _everything(house, visitor, where)
    own, attacker, _ = await house.a_visitor()
    others = [
        *keys,
        *(str(ids.command_id(f"visitor:{victim}", key)) for key in keys),
        *(str(ids.command_id(f"member:{member}", key)) for key in keys),
        *(f"visitor:{victim}\\n{key}" for key in keys),
    ]
    for key in others:
        headers = attacker.headers | {"Idempotency-Key": key}
        answer = await attacker.client.post(
            f"/v1/conversations/{own}/messages", json={"text": f"mine {key}"}, headers=headers
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["conversation_id"] == str(own)
    assert await _everything(house, visitor, where) == before
    assert len(await house.told(own, "user_message_sent", len(others))) == len(others)


async def test_a_derived_id_is_answered_as_one_that_nobody_has_over_the_socket(
    system: WholeSystem, house: House
) -> None:
    victim, where, visitor, keys = await _a_victim(house)
    before = await _everything(house, visitor, where)
    chain = [
        where,
        ids.next_conversation(where),
        ids.command_id(f"visitor:{victim}", keys[0]),
        ids.message_id(ids.command_id(f"visitor:{victim}", keys[0])),
    ]
    told = {
        kind: await _over_a_socket(system, house, targets, [*keys, f"x\nvisitor:{victim}"])
        for kind, targets in (("derived", chain), ("made up", [uuid4() for _ in chain]))
    }
    assert told["derived"] == told["made up"]
    assert len(told["derived"]) == 1 + 2 * len(chain), told
    assert await _everything(house, visitor, where) == before


async def _over_a_socket(
    system: WholeSystem, house: House, targets: list[UUID], keys: list[str]
) -> list[str]:
    """All frames that come back, but for the names that were sent."""
    _, attacker, _ = await house.a_visitor()
    token = attacker.headers["Authorization"].removeprefix("Bearer ")
    url = f"ws://localhost:{system.state.gateway_port(0)}/v1/socket/visitor"
    told: list[str] = []
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"frame": "authenticate", "token": token}))
        assert json.loads(await socket.recv())["frame"] == "ready"
        for number, target in enumerate(targets):
            key = keys[number % len(keys)]
            named = {"conversation_id": str(target)}
            command = {"frame": "command", "id": key, "act": "send_message", "text": "Let me in"}
            for frame in ({"frame": "subscribe", "after": 0} | named, command | named):
                await socket.send(json.dumps(frame))
                text = str(await socket.recv())
                told.append(text.replace(str(target), "ID").replace(json.dumps(key), "KEY"))
        await socket.send('{"frame":"ping"}')
        told.append(str(await socket.recv()))
    return told
