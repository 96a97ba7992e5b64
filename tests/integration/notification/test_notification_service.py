"""The notification service as a real process, on real Kafka and PostgreSQL."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.conversation import ANNA, BEN
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.commands.notification import MarkSeen, TellOfWaiting
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import HandOffRequested
from switchboard.contracts.events.notification import (
    NotificationRequested,
    NotificationSeen,
    NotificationShortened,
    NotificationWithdrawn,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    NOTIFICATION_COMMANDS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
)
from switchboard.local.infrastructure import Kafka, Postgres

NEEDLE = "needle-in-the-text"


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        await workspace.start("conversation", "consume", presence_grace_seconds="0.5")
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


async def _comes_online(workspace: Workspace, member: UUID) -> None:
    """What a gateway says when a member's panel comes into use."""
    command = TellOfWaiting(member_id=member)
    await workspace.send(NOTIFICATION_COMMANDS_TOPIC, command)


async def test_p2_o5_who_comes_online_is_told_once_of_all_that_waits_until_nothing_does(
    workspace: Workspace,
) -> None:
    """However often they come and whatever is killed meanwhile; the hand-offs told Ben alone."""
    await workspace.state_team(online=(BEN,))
    service = await workspace.start("notification", "consume")
    events = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    waiting = [await _ask_for_a_human(workspace) for _ in range(3)]
    await events.until(NotificationRequested, 3)
    for _ in range(3):
        await _comes_online(workspace, ANNA)
        await service.kill()
        await _comes_online(workspace, ANNA)
        await service.start()
    await events.until(NotificationRequested, 1, key=ANNA)
    await _accept(workspace, waiting[0])
    await events.until(NotificationWithdrawn, 1, key=BEN)
    await _comes_online(workspace, ANNA)
    await events.for_seconds(1)
    (told,) = events.of(NotificationRequested, ANNA)
    assert set(told.conversation_ids) == set(waiting)
    assert not events.of(NotificationWithdrawn, ANNA)
    (stands,) = events.of(NotificationShortened, ANNA)
    assert set(stands.conversation_ids) == set(waiting[1:])
    assert stands.conversation_id in waiting[1:], "it would open one that somebody has"
    for conversation in waiting[1:]:
        await _accept(workspace, conversation)
    await events.until(NotificationWithdrawn, 1, key=ANNA)
    assert [gone.notification_id for gone in events.of(NotificationWithdrawn, ANNA)] == [
        told.notification_id
    ]


async def test_a_service_that_starts_for_the_first_time_tells_nobody_of_what_is_past(
    workspace: Workspace,
) -> None:
    await workspace.state_team()
    facts = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    await _ask_for_a_human(workspace)
    await facts.until(HandOffRequested)
    await workspace.start("notification", "consume")
    events = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    await events.for_seconds(1)
    assert events.heard == []
    conversation = await _ask_for_a_human(workspace)
    await events.until(NotificationRequested, 2)
    assert set(_told(events, NotificationRequested)) == {(ANNA, conversation), (BEN, conversation)}


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
