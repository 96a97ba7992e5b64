"""Closed is closed at every door: REST, sockets, commands on Kafka, and SQL (rule X1)."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from tests.builders.people import UNDECIDED, Person
from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House
from websockets.asyncio.client import connect

from switchboard.contracts.envelope import Envelope
from switchboard.contracts.examples import Example, read_example
from switchboard.contracts.partition import partition_of
from switchboard.contracts.socket import Act
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC

EXAMPLES = Path(__file__).parents[2] / "libs/contracts/examples"
ERASURE = ("conversation.erase_conversation", "conversation.erase_person")
"""The one exception: a closed conversation can be forgotten."""

TEAM_ONLY = {
    "internal_note_added",
    "system_message_added",
    "command_refused",
    "ai_reply_discarded",
    "user_identified",  # who wrote a conversation may be known later (rule I2)
}
OF_AGENTS = [
    ("POST", "messages", {"text": "too late"}),
    ("POST", "accept", None),
    ("POST", "take-over", None),
    ("POST", "return-to-ai", None),
    ("POST", "close", None),
    ("PUT", "assignee", {"member_id": str(UUID(int=1))}),
    ("DELETE", "assignee", None),
    ("PUT", "priority", {"priority": "urgent"}),
    ("PUT", "user-email", {"email": "late@example.org"}),
    ("POST", "collaborators", {"member_id": str(UUID(int=1))}),
    ("DELETE", f"collaborators/{UUID(int=1)}", None),
]
OF_VISITORS = [
    ("POST", "human", None),
    ("POST", "email", {"email": "late@example.org"}),
    ("POST", "continue-with-assistant", None),
]
LATER = (Act.OPEN, Act.SEND_MESSAGE)
"""What a visitor asks of a closed conversation goes to its successor (rule X2)."""

STILL_POSSIBLE = (201, None)
CLOSED = (409, "closed")
NOT_THEIRS = (403, "not_allowed")
OF_VISITORS_ALONE = (
    Act.REQUEST_HUMAN,
    Act.PROVIDE_EMAIL,
    Act.REQUEST_TICKET,
    Act.CONTINUE_WITH_ASSISTANT,
)
ANSWERS_TO_AGENTS = {
    **dict.fromkeys(Act, CLOSED),
    **dict.fromkeys((Act.OPEN, *OF_VISITORS_ALONE), NOT_THEIRS),
    Act.ADD_NOTE: STILL_POSSIBLE,  # rule X3
}
ANSWERS_TO_VISITORS = {
    **{act: NOT_THEIRS for act in Act if act not in LATER},
    **dict.fromkeys(OF_VISITORS_ALONE, CLOSED),
}
"""By act, the status of its outcome and the code of its problem."""


async def test_x1_nothing_public_and_no_status_comes_after_a_close_at_any_door(
    system: WholeSystem, house: House
) -> None:
    where, visitor, _ = await house.a_visitor()
    path = f"/v1/conversations/{where}"
    assert (await visitor.post(f"{path}/messages", {"text": "Hello"})).status_code == 201
    assert (await house.anna.post(f"{path}/take-over")).status_code == 201
    assert (await house.anna.post(f"{path}/close")).status_code == 201
    closed = (await house.told(where, "closed", 1))[0]["seq"]
    before = await _public(visitor, where)

    await _at_the_rest_doors(house.anna, f"{path}/", OF_AGENTS)
    await _at_the_rest_doors(visitor, f"{path}/", OF_VISITORS)
    assert await _at_the_socket(system, house.anna, where, [*Act]) == ANSWERS_TO_AGENTS
    asked = [*ANSWERS_TO_VISITORS]
    assert await _at_the_socket(system, visitor, where, asked) == ANSWERS_TO_VISITORS
    await _on_kafka(system, where, visitor)
    await _in_sql(system, where)

    assert (await house.anna.post(f"{path}/notes", {"text": "the last note"})).status_code == 201
    after = [event for event in await _facts(house.anna, where) if event["seq"] > closed]
    assert after[-1]["text"] == "the last note"
    assert {event["type"].partition(".")[2] for event in after} <= TEAM_ONLY
    assert not [event for event in after if "status" in event or event.get("audience") == "public"]
    assert await _public(visitor, where) == before


async def _facts(agent: Person, where: UUID) -> list[dict[str, Any]]:
    answer = await agent.client.get(f"/v1/conversations/{where}/events", headers=agent.headers)
    return list(answer.json()["events"])


async def _public(visitor: Person, where: UUID) -> list[dict[str, Any]]:
    return await _facts(visitor, where)


async def _at_the_rest_doors(who: Person, path: str, doors: list[tuple[str, str, Any]]) -> None:
    for method, name, body in doors:
        headers = who.headers | {"Idempotency-Key": str(uuid4())}
        answer = await who.client.request(method, path + name, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "closed"), name


async def _at_the_socket(
    system: WholeSystem, who: Person, where: UUID, acts: list[Act]
) -> dict[Act, tuple[int, str | None]]:
    """What each act is answered with."""
    kind = "team" if "Cookie" in who.headers else "visitor"
    url = system.gateway.replace("http", "ws", 1) + f"/v1/socket/{kind}"
    cookie = {name: value for name, value in who.headers.items() if name == "Cookie"}
    async with connect(url, origin=system.gateway, additional_headers=cookie) as socket:
        if kind == "visitor":
            token = who.headers["Authorization"].removeprefix("Bearer ")
            await socket.send(json.dumps({"frame": "authenticate", "token": token}))
        return {act: await _answer(socket, where, act) for act in acts}


async def _answer(socket: Any, where: UUID, act: Act) -> tuple[int, str | None]:
    """Ask until it is decided, as the answer 202 wants it."""
    asked = {"frame": "command", "id": f"late {act}", "conversation_id": str(where), "act": act}
    more = {"text": "late@example.org", "member_id": str(UUID(int=1)), "priority": "low"}
    async with asyncio.timeout(60):
        while True:
            await socket.send(json.dumps(asked | more))
            outcome = await _outcome(socket, asked["id"])
            if outcome["status"] != UNDECIDED:
                return outcome["status"], (outcome.get("problem") or {}).get("code")


async def _outcome(socket: Any, key: str) -> dict[str, Any]:
    while True:
        frame = json.loads(await socket.recv())
        if frame["frame"] == "outcome" and frame["id"] == key:
            return dict(frame)


async def _on_kafka(system: WholeSystem, where: UUID, visitor: Person) -> None:
    """Every command that there is, past every door, as if it came from a service."""
    visitor_id = (await _facts(visitor, where))[0]["visitor_id"]
    topic = CONVERSATION_COMMANDS_TOPIC
    sent = 0
    async with AIOKafkaProducer(bootstrap_servers=system.state.kafka.bootstrap) as producer:
        for example in _commands():
            body = json.loads(example.body) | {"conversation_id": str(where)}
            if "visitor_id" in body:
                body["visitor_id"] = visitor_id
            await producer.send_and_wait(
                topic.name,
                json.dumps(body).encode(),
                key=str(where).encode(),
                partition=partition_of(str(where), topic.partitions),
                headers=_envelope(example.envelope().type).headers(),
            )
            sent += 1
    assert sent > 20


def _commands() -> Iterator[Example]:
    for message in CONVERSATION_COMMANDS_TOPIC.messages:
        if message.message_type() not in ERASURE:
            yield read_example(EXAMPLES / f"{message.ce_type()}.json")


def _envelope(kind: str) -> Envelope:
    identifier = uuid4()
    now = datetime.now(UTC)
    return Envelope(id=identifier, type=kind, source="/tests", time=now, correlation_id=identifier)


async def _in_sql(system: WholeSystem, where: UUID) -> None:
    connection = await asyncpg.connect(system.state.postgres.url("conversation"))
    message = """
        INSERT INTO message (conversation_id, seq, public_seq, message_id, source, audience,
            epoch, text, at)
        SELECT id, seq + 1000, 999, gen_random_uuid(), 'agent', 'public', epoch, 'late', now()
        FROM conversation WHERE id = $1
    """
    reopen = "UPDATE conversation SET status = 'active_ai' WHERE id = $1"
    try:
        for statement in (message, reopen):
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(statement, where)
    finally:
        await connection.close()
