"""What each member has read, and what not, at every panel and gateway."""

import asyncio
from uuid import UUID, uuid4

import httpx
from tests.integration.gateway.gateways import Client, Gateway
from tests.integration.gateway.test_gateway_api_keys import a_key

from switchboard.contracts.commands.conversation import (
    AddInternalNote,
    SendAgentMessage,
    SendUserMessage,
)
from switchboard.contracts.words import Role


async def _says(gateway: Gateway, visitor: Client, text: str) -> int:
    """A user message; its `seq`."""
    path = f"/v1/conversations/{visitor.conversation}/messages"
    asked = asyncio.create_task(visitor.post(path, {"text": text}))
    await gateway.voice.stores_user_message(await gateway.voice.hears(SendUserMessage))
    assert (await asked).status_code == 201
    return gateway.voice.conversations[visitor.conversation].seq


async def _notes(gateway: Gateway, agent: Client, conversation: UUID) -> None:
    path = f"/v1/conversations/{conversation}/notes"
    asked = asyncio.create_task(agent.post(path, {"text": "A note"}))
    await gateway.voice.stores_note(await gateway.voice.hears(AddInternalNote))
    assert (await asked).status_code == 201


async def _writes(gateway: Gateway, agent: Client, conversation: UUID) -> None:
    path = f"/v1/conversations/{conversation}/messages"
    asked = asyncio.create_task(agent.post(path, {"text": "A reply"}))
    await gateway.voice.stores_agent_message(await gateway.voice.hears(SendAgentMessage))
    assert (await asked).status_code == 201


async def _unread(agent: Client, conversation: UUID, wanted: int) -> None:
    """Wait until the inbox says so many; the read model follows by itself."""
    async with asyncio.timeout(10):
        while (await _counted(agent, conversation)) != wanted:  # noqa: ASYNC110 - asked over REST
            await asyncio.sleep(0.05)


async def _counted(agent: Client, conversation: UUID) -> int | None:
    answer = (await agent.get("/v1/conversations", limit=200)).json()
    found: int | None = answer["unread"].get(str(conversation))
    return found


async def _read(agent: Client, conversation: UUID, seq: int) -> httpx.Response:
    path = f"/v1/conversations/{conversation}/read"
    return await agent.http.put(path, json={"seq": seq}, headers=agent.headers)


async def test_each_member_has_their_own_count_of_messages_and_notes(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    ann, ben = await gateway.an_agent("Ann"), await gateway.an_agent("Ben")
    await _says(gateway, visitor, "One")
    seq = await _says(gateway, visitor, "Two")
    for agent in (ann, ben):
        await _unread(agent, visitor.conversation, 2)
    answer = await _read(ann, visitor.conversation, seq)
    assert answer.json() == {
        "conversation_id": str(visitor.conversation),
        "seq": seq,
        "messages": 2,
    }
    await _notes(gateway, ben, visitor.conversation)
    await _says(gateway, visitor, "Three")
    await _unread(ann, visitor.conversation, 2)
    await _unread(ben, visitor.conversation, 1)
    await _writes(gateway, ann, visitor.conversation)
    await _unread(ann, visitor.conversation, 0)
    await _unread(ben, visitor.conversation, 2)
    own = (await visitor.get("/v1/conversations")).text
    assert "unread" not in own
    assert '"messages"' not in own


async def test_a_mark_never_goes_back_nor_past_what_there_is(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    ann = await gateway.an_agent("Ann")
    first = await _says(gateway, visitor, "One")
    second = await _says(gateway, visitor, "Two")
    for seq, mark in (
        (first, (first, 1)),
        (2**63 - 1, (second, 2)),
        (first, (second, 2)),
    ):
        answer = (await _read(ann, visitor.conversation, seq)).json()
        assert (answer["seq"], answer["messages"]) == mark
    assert (await _read(ann, visitor.conversation, 0)).status_code == 422
    assert (await _read(ann, uuid4(), 1)).json()["code"] == "unknown_conversation"


async def test_a_members_other_panels_hear_at_once_and_nobody_else_does(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    ann, ben = await gateway.an_agent("Ann"), await gateway.an_agent("Ben", Role.ADMIN)
    program, _ = await a_key(gateway, ben, "converse")
    seq = await _says(gateway, visitor, "One")
    where = {"conversation_id": str(visitor.conversation), "seq": seq, "messages": 1}
    async with ann.socket() as here, ann.socket() as there, ben.socket() as other:
        for socket in (here, there, other):
            assert (await socket.until("marks"))["marks"] == []
        await here.send(frame="read", conversation_id=visitor.conversation, seq=seq)
        for socket in (here, there):
            assert (await socket.until("marks"))["marks"] == [where]
        await other.send(frame="read", conversation_id=uuid4(), seq=1)
        await other.send(frame="ping")
        await other.until("pong")
        assert not [frame for frame in other.frames if frame.get("marks")]
    async with ann.socket() as later:
        assert (await later.until("marks"))["marks"] == [where]
    assert (await _read(program, visitor.conversation, seq)).status_code == 403


async def test_what_is_read_at_one_gateway_is_read_at_the_other(gateway: Gateway) -> None:
    visitor, ann = await gateway.a_visitor(), await gateway.an_agent("Ann")
    where = visitor.conversation
    first, second = [await _says(gateway, visitor, text) for text in ("One", "Two")]
    mark = {"conversation_id": str(where)}
    async with gateway.another() as other:
        away = await other.an_agents_other_place(ann)
        async with ann.socket() as here, away.socket() as there:
            for socket in (here, there):
                assert (await socket.until("marks"))["marks"] == []
            await _unread(away, where, 2)
            await here.send(frame="read", conversation_id=where, seq=first)
            for socket in (here, there):
                assert (await socket.until("marks"))["marks"] == [
                    mark | {"seq": first, "messages": 1}
                ]
            assert await _counted(away, where) == 1
            await _read(away, where, second)
            assert (await _read(ann, where, first)).json()["seq"] == second
            for socket in (here, there):
                assert (await socket.until("marks"))["marks"] == [
                    mark | {"seq": second, "messages": 2}
                ]
            assert [await _counted(one, where) for one in (ann, away)] == [0, 0]
        async with away.socket() as later:
            assert (await later.until("marks"))["marks"] == [mark | {"seq": second, "messages": 2}]
