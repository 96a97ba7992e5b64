"""The analysis service as real processes, beside the real conversation service."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.conversation import ANNA
from tests.builders.searching import rows_with
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands.analysis import AnalyzeConversation, DefineField
from switchboard.contracts.commands.conversation import (
    AddInternalNote,
    CloseConversation,
    OpenConversation,
    SendUserMessage,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.analysis import (
    AnalysisCompleted,
    AnalysisFailed,
    AnalysisStarted,
    FieldDefined,
    FieldDefinition,
    FieldType,
)
from switchboard.contracts.events.conversation import ConversationClosed, InternalNoteAdded
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    ANALYSIS_COMMANDS_TOPIC,
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.contracts.words import Sentiment
from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture(scope="module")
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team(ai=False)
        await workspace.start("conversation", "consume")
        await workspace.start("analysis", "consume")
        yield workspace


@pytest.fixture
async def analyses(workspace: Workspace) -> Ear:
    return await workspace.ear(ANALYSIS_EVENTS_TOPIC)


async def _closed(workspace: Workspace, text: str, note: str = "noted") -> UUID:
    visitor = uuid4()
    conversation = first_conversation(visitor)
    for command in (
        SendUserMessage(conversation_id=conversation, visitor_id=visitor, site="demo", text=text),
        AddInternalNote(conversation_id=conversation, agent_id=ANNA, text=note),
        CloseConversation(conversation_id=conversation, agent_id=ANNA),
    ):
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, command, opening=Opening.VISITOR_DOOR)
    return conversation


async def test_a_close_is_followed_by_an_analysis_and_asking_again_by_a_second_version(
    workspace: Workspace, analyses: Ear
) -> None:
    worker = await workspace.start("analysis", "work")
    text = "I am very unhappy, this is terrible. My e-mail is jo@x.example."
    conversation = await _closed(workspace, text)
    await analyses.until(AnalysisCompleted, key=conversation)
    (done,) = analyses.of(AnalysisCompleted, conversation)
    assert "this is terrible" in done.summary
    assert done.sentiment is Sentiment.NEGATIVE
    assert {field.key: field.value for field in done.fields}["email"] == "jo@x.example"
    again = AnalyzeConversation(conversation_id=conversation, public_seq=1, requested_by=ANNA)
    await workspace.send(ANALYSIS_COMMANDS_TOPIC, again)
    await analyses.until(AnalysisCompleted, 2, key=conversation)
    versions = [fact.analysis_version for fact in analyses.of(AnalysisCompleted, conversation)]
    assert versions == [1, 2]
    await worker.stop()


async def test_a3_a_re_run_reads_by_the_fields_of_then_and_rewrites_nothing(
    workspace: Workspace, analyses: Ear
) -> None:
    worker = await workspace.start("analysis", "work")
    conversation = await _closed(workspace, "My plan is gold. The seats: a dozen.")
    await analyses.until(AnalysisCompleted, key=conversation)
    for define in (
        _define("plan", FieldType.ENUM, "free", "gold"),
        _define("seats", FieldType.NUMBER),
    ):
        await workspace.send(ANALYSIS_COMMANDS_TOPIC, define)
    await analyses.until(FieldDefined, 2)
    again = AnalyzeConversation(conversation_id=conversation, public_seq=1, requested_by=ANNA)
    await workspace.send(ANALYSIS_COMMANDS_TOPIC, again)
    await analyses.until(AnalysisCompleted, 2, key=conversation)
    first, second = analyses.of(AnalysisCompleted, conversation)
    assert (first.definitions_version, second.definitions_version) == (1, 3)
    assert "plan" not in {field.key for field in first.fields}
    found = {field.key: (field.value, field.missing) for field in second.fields}
    assert found["plan"] == ("gold", None)
    assert found["seats"] == (None, "wrong_type")
    await worker.stop()


def _define(key: str, of: FieldType, *options: str) -> DefineField:
    field = FieldDefinition(key=key, field_type=of, description=f"The {key}.", options=options)
    return DefineField(field=field, member_id=ANNA)


async def test_x5_a_failing_worker_blocks_nothing_and_a_later_attempt_succeeds(
    workspace: Workspace, analyses: Ear
) -> None:
    broken = await workspace.start("analysis", "work", analysis_seconds="0.000001")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    conversation = await _closed(workspace, "Is anybody there?")
    assert await _attempts(workspace, conversation) >= 1
    note = AddInternalNote(conversation_id=conversation, agent_id=ANNA, text="Still possible.")
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, note)
    await events.until(InternalNoteAdded, 2, key=conversation)
    assert analyses.of(AnalysisCompleted, conversation) == []
    await broken.stop()
    worker = await workspace.start("analysis", "work")
    await analyses.until(AnalysisCompleted, key=conversation)
    (done,) = analyses.of(AnalysisCompleted, conversation)
    assert done.analysis_version == 1
    assert analyses.of(AnalysisFailed, conversation) == []
    assert len(events.of(ConversationClosed, conversation)) == 1
    await worker.stop()


async def _attempts(workspace: Workspace, conversation: UUID) -> int:
    """How often the analysis of a conversation was tried in vain, once it was."""
    connection = await asyncpg.connect(workspace.database("analysis"))
    query = "SELECT attempts FROM job WHERE key = $1 AND last_error IS NOT NULL"
    tried = 0
    async with asyncio.timeout(20):
        while tried == 0:
            await asyncio.sleep(0.05)
            tried = await connection.fetchval(query, str(conversation)) or 0
    await connection.close()
    return tried


async def test_a1_a_conversation_that_closes_by_itself_is_analysed_too(
    kafka: Kafka, postgres: Postgres
) -> None:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        short = {"idle_seconds": "0.4", "idle_warning_seconds": "0.2"}
        await workspace.start("conversation", "consume", **short)
        await workspace.start("analysis", "consume")
        await workspace.start("analysis", "work")
        visitor = uuid4()
        opened = OpenConversation(
            conversation_id=first_conversation(visitor), visitor_id=visitor, site="demo"
        )
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, opened, opening=Opening.VISITOR_DOOR)
        events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
        analyses = await workspace.ear(ANALYSIS_EVENTS_TOPIC)
        await events.until(ConversationClosed)
        await analyses.until(AnalysisCompleted, key=opened.conversation_id)


async def test_killed_workers_leave_every_close_with_exactly_one_result(
    workspace: Workspace, analyses: Ear
) -> None:
    closed = await asyncio.gather(*(_closed(workspace, f"Question {n}") for n in range(30)))
    for conversation in closed:
        await analyses.until(AnalysisStarted, key=conversation)
    worker = await workspace.start("analysis", "work")
    await worker.kill()
    await worker.start()
    for conversation in closed:
        await analyses.until(AnalysisCompleted, key=conversation)
    await analyses.for_seconds(1.0)
    assert all(len(analyses.of(AnalysisCompleted, one)) == 1 for one in closed)
    await worker.stop()


async def test_no_note_is_ever_in_its_database(workspace: Workspace, analyses: Ear) -> None:
    worker = await workspace.start("analysis", "work")
    needle = f"needle-{uuid4().hex}"
    conversation = await _closed(workspace, "A question about haystacks", note=needle)
    await analyses.until(AnalysisCompleted, key=conversation)
    await worker.stop()
    connection = await asyncpg.connect(workspace.database("analysis"))
    try:
        assert await rows_with(connection, "haystacks") > 0
        assert await rows_with(connection, needle) == 0
    finally:
        await connection.close()
