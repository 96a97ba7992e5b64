"""The analysis service as real processes, beside the real conversation service."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.conversation import ANNA
from tests.builders.searching import rows_with
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands.analysis import AnalyzeConversation
from switchboard.contracts.commands.conversation import (
    AddInternalNote,
    CloseConversation,
    SendUserMessage,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.analysis import AnalysisCompleted, AnalysisStarted
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    ANALYSIS_COMMANDS_TOPIC,
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
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
