"""The notification service as a real process, on real Kafka and PostgreSQL."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.conversation import ANNA, BEN
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.commands.notification import MarkSeen
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.notification import (
    NotificationRequested,
    NotificationSeen,
    NotificationWithdrawn,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    NOTIFICATION_COMMANDS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
)
from switchboard.local.infrastructure import Kafka, Postgres

NEEDLE = "needle-in-the-text"


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        await workspace.start("conversation", "consume")
        yield workspace


async def _ask_for_a_human(workspace: Workspace) -> UUID:
    visitor = uuid4()
    conversation = first_conversation(visitor)
    for command in (
        commands.SendUserMessage(
            conversation_id=conversation, visitor_id=visitor, site="demo", text=NEEDLE
        ),
        commands.RequestHuman(conversation_id=conversation, visitor_id=visitor),
    ):
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, command, opening=Opening.VISITOR_DOOR)
    return conversation


async def _accept(workspace: Workspace, conversation: UUID) -> None:
    accept = commands.AcceptConversation(conversation_id=conversation, agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, accept)


def _told(ear: Ear, kind: type) -> list[tuple[UUID, UUID]]:
    return [
        (heard.message.member_id, heard.message.conversation_id)
        for heard in ear.heard
        if isinstance(heard.message, kind)
        and isinstance(
            heard.message, NotificationRequested | NotificationWithdrawn | NotificationSeen
        )
    ]


async def test_h3_h5_everyone_online_is_told_and_it_is_taken_back_when_one_accepts(
    workspace: Workspace,
) -> None:
    await workspace.start("notification", "consume")
    events = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    conversation = await _ask_for_a_human(workspace)
    await events.until(NotificationRequested, 2)
    assert set(_told(events, NotificationRequested)) == {(ANNA, conversation), (BEN, conversation)}
    await _accept(workspace, conversation)
    await events.until(NotificationWithdrawn, 2)
    assert set(_told(events, NotificationWithdrawn)) == {(ANNA, conversation), (BEN, conversation)}


async def test_seen_is_remembered_and_an_unknown_one_is_refused(workspace: Workspace) -> None:
    await workspace.start("notification", "consume")
    events = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
    await _ask_for_a_human(workspace)
    heard = await events.until(NotificationRequested, 2)
    told = next(
        h.message
        for h in heard
        if isinstance(h.message, NotificationRequested) and h.message.member_id == ANNA
    )
    for notification in (told.notification_id, uuid4()):
        mark = MarkSeen(member_id=ANNA, notification_id=notification)
        await workspace.send(NOTIFICATION_COMMANDS_TOPIC, mark, outcome_partition=1)
    await events.until(NotificationSeen)
    (refusal,) = [h.message for h in await outcomes.until(CommandOutcome)]
    assert isinstance(refusal, CommandOutcome)
    assert refusal.code == "unknown_notification"


async def test_kills_double_no_notification_and_lose_none(workspace: Workspace) -> None:
    service = await workspace.start("notification", "consume")
    events = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    conversations = []
    for number in range(20):
        conversations.append(await _ask_for_a_human(workspace))
        if number in (7, 14):
            await service.kill()
            await service.start()
    for conversation in conversations:
        await _accept(workspace, conversation)
    await events.until(NotificationWithdrawn, 40)
    await events.for_seconds(0.5)
    both = sorted((member, c) for c in conversations for member in (ANNA, BEN))
    assert sorted(_told(events, NotificationRequested)) == both
    assert sorted(_told(events, NotificationWithdrawn)) == both


async def _holds(database: str, needle: str) -> bool:
    """Whether any row of any table holds the text, as text or as bytes."""
    connection = await asyncpg.connect(database)
    try:
        tables = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        rows = [
            row["row"]
            for (table,) in tables
            for row in await connection.fetch(f'SELECT t::text AS row FROM "{table}" t')  # noqa: S608
        ]
    finally:
        await connection.close()
    return any(needle in row or needle.encode().hex() in row for row in rows)


async def test_no_text_of_a_conversation_reaches_its_database(workspace: Workspace) -> None:
    await workspace.start("notification", "consume")
    events = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    await _ask_for_a_human(workspace)
    await events.until(NotificationRequested, 2)
    assert await _holds(workspace.database("conversation"), NEEDLE)
    assert not await _holds(workspace.database("notification"), NEEDLE)
