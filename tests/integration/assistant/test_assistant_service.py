"""The assistant as real processes, beside the real conversation service."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.conversation import ANNA
from tests.builders.system import Ear, Running, Workspace, a_workspace

from switchboard.contracts.commands.assistant import ChangeAssistantSettings, ImportArticle
from switchboard.contracts.commands.conversation import (
    AddInternalNote,
    SendAgentMessage,
    SendUserMessage,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.assistant import (
    ArticleImported,
    AssistantSettings,
    RunFinished,
    RunStarted,
)
from switchboard.contracts.events.conversation import (
    AiMessageSent,
    AiReplyDiscarded,
    HandOffRequested,
    InternalNoteAdded,
    TurnOpened,
)
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ASSISTANT_COMMANDS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.contracts.words import HandOffReason
from switchboard.local.infrastructure import Kafka, Postgres

ARTICLES = (
    ("How do I reset my password?", "Open Settings and press Reset password.\n\nA mail arrives."),
    ("Where is my invoice?", "Invoices are under Billing."),
    ("Can I change my delivery address?", "Until the parcel leaves, under Orders."),
)


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        await workspace.start("conversation", "consume")
        await workspace.start("assistant", "consume")
        await _import(workspace)
        yield workspace


async def _import(workspace: Workspace) -> None:
    ear = await workspace.ear(ASSISTANT_EVENTS_TOPIC)
    for title, body in ARTICLES:
        article = ImportArticle(
            article_id=uuid4(), title=title, body=body, url="https://x.example/a", member_id=ANNA
        )
        await workspace.send(ASSISTANT_COMMANDS_TOPIC, article)
    await ear.until(ArticleImported, len(ARTICLES))


async def _ask(workspace: Workspace, visitor: UUID, text: str) -> UUID:
    conversation = first_conversation(visitor)
    message = SendUserMessage(
        conversation_id=conversation, visitor_id=visitor, site="demo", text=text
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR)
    return conversation


async def _hold(workspace: Workspace, seconds: float) -> None:
    ear = await workspace.ear(ASSISTANT_SETTINGS_TOPIC)
    change = ChangeAssistantSettings(enabled=True, minimum_run_seconds=seconds, member_id=ANNA)
    await workspace.send(ASSISTANT_COMMANDS_TOPIC, change)
    await ear.until(AssistantSettings, 2)


def _of(ear: Ear, kind: type[Message], conversation: UUID | None = None) -> list[Message]:
    return [
        heard.message
        for heard in ear.heard
        if isinstance(heard.message, kind)
        and (conversation is None or heard.key == str(conversation))
    ]


async def _work(workspace: Workspace) -> Running:
    return await workspace.start("assistant", "work")


async def test_a_question_is_answered_with_its_source_and_its_run_is_on_record(
    workspace: Workspace,
) -> None:
    await _work(workspace)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    runs = await workspace.ear(ASSISTANT_EVENTS_TOPIC)
    await _ask(workspace, uuid4(), "how can I reset the password?")
    await events.until(AiMessageSent)
    (reply,) = _of(events, AiMessageSent)
    assert "Open Settings and press Reset password." in reply.text
    assert [source.title for source in reply.sources] == ["How do I reset my password?"]
    await runs.until(RunFinished)
    (finished,) = _of(runs, RunFinished)
    assert (finished.outcome, finished.engine) == ("accepted", "quoting-1")
    assert finished.sources == reply.sources


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("can I talk to a real person?", HandOffReason.USER_ASKED),
        ("do you sell elephants in Ulm?", HandOffReason.NO_ANSWER_FOUND),
    ],
)
async def test_what_it_cannot_or_may_not_answer_goes_to_a_human(
    workspace: Workspace, text: str, reason: HandOffReason
) -> None:
    await _work(workspace)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    runs = await workspace.ear(ASSISTANT_EVENTS_TOPIC)
    await _ask(workspace, uuid4(), text)
    await events.until(HandOffRequested)
    (asked,) = _of(events, HandOffRequested)
    assert asked.reason is reason
    await runs.until(RunFinished)
    (finished,) = _of(runs, RunFinished)
    assert finished.outcome == "handed_off"


async def test_a_held_reply_loses_to_the_agent_and_says_so(workspace: Workspace) -> None:
    await _work(workspace)
    await _hold(workspace, 2.0)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    conversation = await _ask(workspace, uuid4(), "where is my invoice?")
    await events.until(TurnOpened)
    await asyncio.sleep(0.7)
    answer = SendAgentMessage(conversation_id=conversation, agent_id=ANNA, text="I am here.")
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, answer)
    await events.until(AiReplyDiscarded)
    assert _of(events, AiMessageSent) == []
    (discarded,) = _of(events, AiReplyDiscarded)
    assert discarded.code == "ai_paused"


async def test_killed_workers_leave_every_turn_with_exactly_one_answer(
    workspace: Workspace,
) -> None:
    worker = await _work(workspace)
    await _hold(workspace, 1.0)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitors = [uuid4() for _ in range(20)]
    await asyncio.gather(*(_ask(workspace, one, "where is my invoice?") for one in visitors))
    await asyncio.sleep(0.4)
    await worker.kill()
    await worker.start()
    await events.until(AiMessageSent, len(visitors))
    await events.for_seconds(1.0)
    for visitor in visitors:
        assert len(_of(events, AiMessageSent, first_conversation(visitor))) == 1
    assert _of(events, AiReplyDiscarded) == []


async def test_a_worker_that_comes_too_late_does_not_talk_over_the_hand_off(
    workspace: Workspace,
) -> None:
    runs = await workspace.ear(ASSISTANT_EVENTS_TOPIC)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    conversation = await _ask(workspace, uuid4(), "where is my invoice?")
    await runs.until(RunStarted)
    answer = SendAgentMessage(conversation_id=conversation, agent_id=ANNA, text="I am here.")
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, answer)
    await runs.until(RunStarted)
    await asyncio.sleep(1.0)
    await _work(workspace)
    await events.for_seconds(1.5)
    assert _of(events, AiMessageSent) == []


async def test_no_note_is_ever_in_its_database(workspace: Workspace) -> None:
    await _work(workspace)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    conversation = await _ask(workspace, uuid4(), "where is my invoice?")
    needle = f"needle-{uuid4().hex}"
    note = AddInternalNote(conversation_id=conversation, agent_id=ANNA, text=needle)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, note)
    await events.until(InternalNoteAdded)
    await events.until(AiMessageSent)
    connection = await asyncpg.connect(workspace.database("assistant"))
    try:
        assert await _rows_with(connection, "invoice") > 0
        assert await _rows_with(connection, needle) == 0
    finally:
        await connection.close()


async def _rows_with(connection: asyncpg.Connection, needle: str) -> int:
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = 0
    for table in tables:
        query = f'SELECT count(*) FROM "{table["tablename"]}" AS t WHERE t::text ILIKE $1'  # noqa: S608
        found += await connection.fetchval(query, f"%{needle}%")
    return found
