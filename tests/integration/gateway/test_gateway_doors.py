"""The gateway's doors on real Kafka and PostgreSQL, with a test as the conversation service."""

import asyncio
from uuid import uuid4

from tests.integration.gateway.gateways import Gateway, Socket

from switchboard.contracts.commands.conversation import (
    AcceptConversation,
    AddInternalNote,
    OpenConversation,
    SendAgentMessage,
    SendUserMessage,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.ids import first_conversation, next_conversation


async def test_a_visitors_message_is_answered_with_the_stored_public_event(
    gateway: Gateway,
) -> None:
    visitor = await gateway.a_visitor()
    asked = asyncio.ensure_future(
        visitor.post(f"/v1/conversations/{visitor.conversation}/messages", {"text": "Hello äöü"})
    )
    command = await gateway.voice.hears(SendUserMessage)
    assert command.envelope.opening is Opening.VISITOR_DOOR
    assert isinstance(command.message, SendUserMessage)
    assert command.message.conversation_id == first_conversation(visitor.id)
    await gateway.voice.stores_user_message(command)
    answer = await asked
    assert answer.status_code == 201
    assert answer.json()["type"] == "public.message_posted"
    assert answer.json()["text"] == "Hello äöü"
    events = (await visitor.get(f"/v1/conversations/{visitor.conversation}/events")).json()
    assert [event["public_seq"] for event in events["events"]] == [1, 2]
    assert events["events"][1] == answer.json()


async def test_an_open_socket_hears_every_event_once_and_in_order(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    agent = await gateway.an_agent("Anna")
    async with visitor.socket() as theirs, agent.socket() as ours:
        await theirs.follow(visitor.conversation)
        await theirs.send(
            frame="command",
            id="one",
            conversation_id=visitor.conversation,
            act="send_message",
            text="first",
        )
        await gateway.voice.stores_user_message(await gateway.voice.hears(SendUserMessage))
        outcome = await theirs.until("outcome")
        assert (outcome["id"], outcome["status"]) == ("one", 201)
        assert outcome["event"]["text"] == "first"
        subscribed = await ours.follow(visitor.conversation)
        assert [event["seq"] for event in subscribed["events"]] == [1, 2]
        assert subscribed["state"]["conversation_id"] == str(visitor.conversation)
        for number in range(20):
            await ours.send(
                frame="command",
                id=f"a{number}",
                conversation_id=visitor.conversation,
                act="send_message",
                text=f"answer {number}",
            )
        for number in range(20):
            command = await gateway.voice.hears(SendAgentMessage)
            assert command.message.model_dump()["text"] == f"answer {number}"
            await gateway.voice.stores_agent_message(command)
        seqs = await _numbers(ours, "seq", 20)
        publics = await _numbers(theirs, "public_seq", 22)
    assert seqs == list(range(3, 23))
    assert publics == list(range(1, 23))


async def _numbers(socket: Socket, name: str, count: int) -> list[int]:
    def found() -> list[int]:
        return [
            event[name]
            for frame in socket.frames
            if frame["frame"] == "events"
            for event in frame["events"]
        ]

    async with asyncio.timeout(10):
        while len(found()) < count:
            await socket.next()
    return found()


async def test_a_note_never_reaches_the_visitors_socket(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    agent = await gateway.an_agent("Anna")
    await gateway.voice.opens(visitor.conversation, visitor.id)
    async with visitor.socket() as theirs, agent.socket() as ours:
        await theirs.follow(visitor.conversation)
        await ours.follow(visitor.conversation)
        await ours.send(
            frame="command",
            id="n",
            conversation_id=visitor.conversation,
            act="add_note",
            text="needle",
        )
        await gateway.voice.stores_note(await gateway.voice.hears(AddInternalNote))
        assert (await ours.until("outcome"))["status"] == 201
        await theirs.send(frame="ping")
        await theirs.until("pong")
        await asyncio.sleep(0.3)
        await theirs.send(frame="ping")
        await theirs.until("pong")
        assert not [text for text in theirs.raw if "needle" in text]


async def test_a_refusal_keeps_its_code_and_data(gateway: Gateway) -> None:
    agent = await gateway.an_agent("Ben")
    conversation, visitor = uuid4(), uuid4()
    await gateway.voice.opens(conversation, visitor)
    asked = asyncio.ensure_future(agent.post(f"/v1/conversations/{conversation}/accept"))
    command = await gateway.voice.hears(AcceptConversation)
    await gateway.voice.refuses(command, "already_accepted", agent_name="Anna")
    answer = await asked
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "already_accepted"
    assert answer.json()["agent_name"] == "Anna"


async def test_what_is_not_decided_is_answered_202_and_the_repeat_gets_the_stored_event(
    gateway: Gateway,
) -> None:
    visitor = await gateway.a_visitor()
    path = f"/v1/conversations/{visitor.conversation}/messages"
    answer = await visitor.post(path, {"text": "slow"}, key="k")
    assert answer.status_code == 202
    assert answer.headers["retry-after"] == "1"
    first = await gateway.voice.hears(SendUserMessage)
    await gateway.voice.stores_user_message(first)
    again = asyncio.ensure_future(visitor.post(path, {"text": "slow"}, key="k"))
    repeat = await gateway.voice.hears(SendUserMessage)
    assert repeat.envelope.id == first.envelope.id
    assert repeat.message == first.message
    await gateway.voice.decides(repeat, accepted=True, repeated=True)
    answer = await again
    assert answer.status_code == 201
    assert answer.json()["text"] == "slow"


async def test_an_event_that_answers_another_body_under_the_same_key_is_not_taken(
    gateway: Gateway,
) -> None:
    visitor = await gateway.a_visitor()
    path = f"/v1/conversations/{visitor.conversation}/messages"
    first = asyncio.ensure_future(visitor.post(path, {"text": "this"}, key="k"))
    one = await gateway.voice.hears(SendUserMessage)
    second = asyncio.ensure_future(visitor.post(path, {"text": "that"}, key="k"))
    two = await gateway.voice.hears(SendUserMessage)
    assert one.envelope.id == two.envelope.id
    await gateway.voice.stores_user_message(one)
    assert (await first).json()["text"] == "this"
    await gateway.voice.refuses(two, "command_id_reused")
    answer = await second
    assert (answer.status_code, answer.json()["code"]) == (409, "command_id_reused")


async def test_a_socket_that_comes_while_the_read_model_stands_still_is_told_to_come_again(
    gateway: Gateway,
) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    await asyncio.sleep(0.5)
    async with visitor.socket() as socket:
        await gateway.reading.stop()
        await gateway.voice.opens(visitor.conversation, visitor.id)
        await asyncio.sleep(0.5)
        await socket.send(frame="subscribe", conversation_id=visitor.conversation, after=0)
        code = await socket.closed()
        await gateway.reading.start()
    assert code == 1013


async def test_n6_a_hole_is_filled_from_the_read_model(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    async with visitor.socket() as socket:
        first = await socket.follow(visitor.conversation)
        assert [event["public_seq"] for event in first["events"]] == [1]
        hub = gateway.services.hub
        followers = hub.public._followers.pop(str(visitor.conversation))
        await gateway.voice.posts(visitor.conversation, "missed", PublicSource.AGENT)
        await asyncio.sleep(0.5)
        hub.public._followers[str(visitor.conversation)] = followers
        await gateway.voice.posts(visitor.conversation, "heard", PublicSource.AGENT)
        again = await socket.until("subscribed")
        assert [event["public_seq"] for event in again["events"]] == [2, 3]


async def test_nothing_public_after_a_close_reaches_a_visitor(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    async with visitor.socket() as socket:
        await socket.follow(visitor.conversation)
        await gateway.voice.closes(visitor.conversation)
        await gateway.voice.posts(visitor.conversation, "too late", PublicSource.AGENT)
        await asyncio.sleep(0.5)
        await socket.send(frame="ping")
        await socket.until("pong")
        assert not [text for text in socket.raw if "too late" in text]
        assert [text for text in socket.raw if '"line":"closed"' in text]


async def test_after_a_close_the_visitors_newest_conversation_is_the_successor(
    gateway: Gateway,
) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    await gateway.voice.closes(visitor.conversation)
    await asyncio.sleep(0.5)
    asked = asyncio.ensure_future(visitor.post("/v1/conversations", {}))
    successor = next_conversation(visitor.conversation)
    command = await gateway.voice.hears(OpenConversation, about=successor)
    assert isinstance(command.message, OpenConversation)
    assert command.message.previous_conversation_id == visitor.conversation
    await gateway.voice.opens(successor, visitor.id, cause=command.envelope.id)
    assert (await asked).status_code == 201


async def test_a_foreign_conversation_does_not_exist_for_a_visitor(gateway: Gateway) -> None:
    mine, theirs = await gateway.a_visitor(), await gateway.a_visitor()
    await gateway.voice.opens(theirs.conversation, theirs.id)
    for path in ("", "/events"):
        answer = await mine.get(f"/v1/conversations/{theirs.conversation}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_conversation")
    answer = await mine.post(f"/v1/conversations/{theirs.conversation}/messages", {"text": "x"})
    assert answer.status_code == 404


async def test_outside_a_demo_nobody_is_offered_an_account(gateway: Gateway) -> None:
    nobody = (await gateway.a_visitor()).http
    assert (await nobody.get("/v1/demo")).json() == {"accounts": []}
