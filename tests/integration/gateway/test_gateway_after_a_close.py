"""The third wall alone: records that no service would say, straight on the public topic (X1)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from structlog.testing import capture_logs
from tests.integration.gateway.gateways import Client, Gateway, Socket

from switchboard.contracts.commands.conversation import SendUserMessage
from switchboard.contracts.events import public
from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC
from switchboard.contracts.words import SystemLine
from switchboard.gateway.consumers.projectors import PROJECTORS
from switchboard.gateway.consumers.public_timeline import PublicTimeline

NOW = datetime(2026, 11, 26, tzinfo=UTC)
TYPES = [
    "public.conversation_opened",
    "public.message_posted",
    "public.status_changed",
    "public.person_erased",
]
"""What a conversation's history is that was opened, closed and erased."""

(MIRROR,) = [one for one in PROJECTORS if isinstance(one, PublicTimeline)]


def _late(conversation: UUID, visitor: UUID, close: int) -> list[public.PublicEvent]:
    """Everything that a close forbids, numbered on from it."""
    where: dict[str, Any] = {"conversation_id": conversation, "at": NOW}
    by_system = {"source": public.PublicSource.SYSTEM, "line": SystemLine.CLOSING_SOON}
    by_ai = {"source": public.PublicSource.AI}
    return [
        *(
            public.PublicMessagePosted(
                public_seq=close + step, message_id=uuid4(), text="too late", **where, **who
            )
            for step, who in enumerate((by_ai, by_system), start=1)
        ),
        *(
            public.PublicStatusChanged(public_seq=close + step, status=status, **where)
            for step, status in enumerate(public.PublicStatus, start=3)
        ),
        public.PublicConversationOpened(
            public_seq=close + 10,
            visitor_id=visitor,
            status=public.PublicStatus.ASSISTANT,
            **where,
        ),
    ]


async def _is_said_late(gateway: Gateway, visitor: Client) -> int:
    """Say all of it, then what may still be said; how many were against the close."""
    conversation = visitor.conversation
    close = gateway.voice.conversations[conversation].public_seq
    late = _late(conversation, visitor.id, close)
    erased = public.PublicPersonErased(conversation_id=conversation, public_seq=close + 1, at=NOW)
    for event in (*late, erased):
        await gateway.voice.says(CONVERSATION_PUBLIC_TOPIC, event)
    return len(late)


async def _heard_until_erased(socket: Socket) -> list[str]:
    """The types of what a socket hears, up to the erasure."""
    heard: list[str] = []
    while "public.person_erased" not in heard:
        heard += [event["type"] for event in (await socket.until("events"))["events"]]
    return heard


async def _history(client: Client, *, whole: Callable[[list[str]], bool]) -> list[str]:
    """The types of a conversation's public events, once there are all that are waited for."""
    async with asyncio.timeout(10):
        while True:
            answer = await client.get(f"/v1/conversations/{client.conversation}/events")
            types = [event["type"] for event in answer.json()["events"]]
            if whole(types):
                return types
            await asyncio.sleep(0.05)


async def _a_visitor_whose_conversation_is_closed(gateway: Gateway) -> Client:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    await gateway.voice.closes(visitor.conversation)
    await _history(visitor, whole=lambda types: len(types) == 3)
    return visitor


async def test_x1_a_gateway_that_started_after_the_close_shows_nothing_behind_it(
    gateway: Gateway,
) -> None:
    visitor = await _a_visitor_whose_conversation_is_closed(gateway)
    refused = MIRROR.refused_after_close
    async with gateway.another() as later, visitor.socket() as there:
        here = await later.a_visitors_other_place(visitor)
        async with here.socket() as fresh:
            assert len((await fresh.follow(visitor.conversation, after=3))["events"]) == 0
            await there.follow(visitor.conversation, after=3)
            with capture_logs() as logs:
                late = await _is_said_late(gateway, visitor)
                for socket in (fresh, there):
                    assert await _heard_until_erased(socket) == ["public.person_erased"]
                history = await _history(visitor, whole=lambda types: TYPES[-1] in types)
    assert history == TYPES
    told = [line["event"] for line in logs if line["log_level"] == "error"]
    assert told.count("public record after close refused") == late
    assert told.count("public record after close dropped") == 2 * late
    assert MIRROR.refused_after_close == refused + late


async def test_x1_what_is_said_behind_a_close_that_a_gateway_did_not_hear_answers_no_visitor(
    gateway: Gateway,
) -> None:
    visitor = await _a_visitor_whose_conversation_is_closed(gateway)
    async with gateway.another() as later:
        answer = await _answered_late(await later.a_visitors_other_place(visitor))
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "1")


async def test_x1_nor_behind_a_close_that_is_not_read_yet_either(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    await _history(visitor, whole=lambda types: len(types) == 1)
    await gateway.reading.stop()
    await gateway.voice.closes(visitor.conversation)
    async with gateway.another() as later:
        answer = await _answered_late(await later.a_visitors_other_place(visitor))
        await gateway.reading.start()
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "1")


async def _answered_late(visitor: Client) -> httpx.Response:
    """A message of the visitor, answered by what no service would say behind the close."""
    where, voice = visitor.conversation, visitor.gateway.voice
    body = {"text": "too late"}
    asking = asyncio.ensure_future(visitor.post(f"/v1/conversations/{where}/messages", body))
    command = await voice.hears(SendUserMessage, about=where)
    late = _late(where, visitor.id, voice.conversations[where].public_seq)[0]
    await voice.says(CONVERSATION_PUBLIC_TOPIC, late, command.envelope.id, answer=True)
    return await asking


async def test_x1_what_is_read_in_one_go_with_its_close_ends_there(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.reading.stop()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    await gateway.voice.closes(visitor.conversation)
    refused = MIRROR.refused_after_close
    late = await _is_said_late(gateway, visitor)
    await gateway.reading.start()
    assert await _history(visitor, whole=lambda types: TYPES[-1] in types) == TYPES
    assert MIRROR.refused_after_close == refused + late
    answer = await visitor.get(f"/v1/conversations/{visitor.conversation}")
    assert (answer.json()["status"], answer.json()["public_seq"]) == ("closed", 4)


async def test_what_is_said_again_from_before_a_close_is_no_breach(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    await gateway.voice.posts(visitor.conversation, "hello", public.PublicSource.AGENT)
    await gateway.voice.closes(visitor.conversation)
    refused = MIRROR.refused_after_close
    again = _late(visitor.conversation, visitor.id, 1)[0]
    await gateway.voice.says(CONVERSATION_PUBLIC_TOPIC, again)
    await _is_said_late(gateway, visitor)
    history = await _history(visitor, whole=lambda types: TYPES[-1] in types)
    assert history == [TYPES[0], TYPES[1], *TYPES[1:]]
    assert MIRROR.refused_after_close == refused + 8
