"""While the ownership check cannot be made nothing is sent; then the time decides (C4, C6)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.builders.system import Workspace, a_workspace

from switchboard.contracts.commands.conversation import ProposeAiReply, SendUserMessage
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import (
    AiMessageSent,
    AiReplyDiscarded,
    HandOffRequested,
    TurnOpened,
)
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC, CONVERSATION_EVENTS_TOPIC
from switchboard.contracts.words import HandOffReason, Status
from switchboard.local.infrastructure import Kafka, Postgres, postgres_for_tests

TURN_SECONDS = 24.0


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Postgres]:
    """A server that this test alone uses, and kills."""
    with postgres_for_tests(tmp_path) as server:
        yield server


@pytest.fixture
async def workspace(kafka: Kafka, own_postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, own_postgres) as workspace:
        yield workspace


async def _asks(workspace: Workspace, visitor: UUID) -> None:
    message = SendUserMessage(
        conversation_id=first_conversation(visitor), visitor_id=visitor, site="demo", text="Hello"
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR)


async def test_c4_no_reply_goes_out_while_postgres_is_away_and_a_late_one_is_a_hand_off(
    workspace: Workspace, own_postgres: Postgres
) -> None:
    await workspace.state_team()
    service = await workspace.start("conversation", "consume", turn_seconds=str(TURN_SECONDS))
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    late, early = uuid4(), uuid4()
    await _asks(workspace, late)
    await events.until(TurnOpened)
    await events.for_seconds(TURN_SECONDS - 5)
    await _asks(workspace, early)
    await events.until(TurnOpened, 2)
    await asyncio.to_thread(own_postgres.kill)
    for visitor in (late, early):
        where = first_conversation(visitor)
        reply = ProposeAiReply(conversation_id=where, turn=1, epoch=1, text="It left today.")
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, reply)
    await events.for_seconds(7)
    assert events.of(AiMessageSent) == []

    await asyncio.to_thread(own_postgres.start)
    await service.stop()  # as a supervisor would, which has seen it exit
    await service.start()
    await events.until(AiMessageSent, key=first_conversation(early))
    await events.until(AiReplyDiscarded, key=first_conversation(late))
    await events.for_seconds(1)
    assert [sent.conversation_id for sent in events.of(AiMessageSent)] == [
        first_conversation(early)
    ]
    (asked,) = events.of(HandOffRequested, first_conversation(late))
    assert (asked.reason, asked.status) == (HandOffReason.AI_TOO_LATE, Status.WAITING_FOR_HUMAN)
    assert events.of(HandOffRequested, first_conversation(early)) == []
