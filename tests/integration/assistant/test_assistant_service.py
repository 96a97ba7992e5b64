"""The assistant as real processes, beside the real conversation service."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.assistant_runs import articles_locked, standings, until_all_are
from tests.builders.conversation import ANNA
from tests.builders.searching import rows_with
from tests.builders.system import Ear, Running, Workspace, a_workspace

from switchboard.contracts.commands.assistant import ChangeAssistantSettings, ImportArticle
from switchboard.contracts.commands.conversation import (
    AcceptConversation,
    AddInternalNote,
    ReturnToAi,
    SendAgentMessage,
    SendUserMessage,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.assistant import (
    ArticleImported,
    RunFinished,
    RunStarted,
    RunStopped,
)
from switchboard.contracts.events.conversation import (
    AiMessageSent,
    AiReplyDiscarded,
    HandOffRequested,
    InternalNoteAdded,
    TicketRequested,
    TurnOpened,
)
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    ASSISTANT_COMMANDS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.contracts.words import HandOffReason, TicketOrigin
from switchboard.local.infrastructure import Kafka, Postgres

ARTICLES = (
    ("How do I reset my password?", "Open Settings and press Reset password.\n\nA mail arrives."),
    ("Where is my invoice?", "Invoices are under Billing."),
    ("Can I change my delivery address?", "Until the parcel leaves, under Orders."),
)


@pytest.fixture(scope="module")
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        await workspace.start("conversation", "consume")
        await workspace.start("assistant", "consume")
        await _import(workspace)
        yield workspace


@pytest.fixture
async def events(workspace: Workspace) -> Ear:
    return await workspace.ear(CONVERSATION_EVENTS_TOPIC)


@pytest.fixture
async def runs(workspace: Workspace) -> Ear:
    return await workspace.ear(ASSISTANT_EVENTS_TOPIC)


@pytest.fixture
async def worker(workspace: Workspace) -> AsyncIterator[Running]:
    worker = await workspace.start("assistant", "work")
    yield worker
    await worker.stop()


async def _import(workspace: Workspace) -> None:
    ear = await workspace.ear(ASSISTANT_EVENTS_TOPIC)
    for title, body in ARTICLES:
        article = ImportArticle(
            article_id=uuid4(), title=title, body=body, url="https://x.example/a", member_id=ANNA
        )
        await workspace.send(ASSISTANT_COMMANDS_TOPIC, article)
    await ear.until(ArticleImported, len(ARTICLES))


_VISITORS: dict[UUID, UUID] = {}


async def _ask(workspace: Workspace, text: str, of: UUID | None = None) -> UUID:
    """A visitor writes, in a new conversation if none is named."""
    visitor = _VISITORS[of] if of else uuid4()
    conversation = of or first_conversation(visitor)
    _VISITORS[conversation] = visitor
    message = SendUserMessage(
        conversation_id=conversation, visitor_id=visitor, site="demo", text=text
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR)
    return conversation


async def _write(workspace: Workspace, conversation: UUID) -> None:
    message = SendAgentMessage(conversation_id=conversation, agent_id=ANNA, text="I am here.")
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message)


@asynccontextmanager
async def _held(workspace: Workspace, seconds: float) -> AsyncIterator[None]:
    """Runs are held for some time."""
    ear = await workspace.ear(ASSISTANT_SETTINGS_TOPIC)
    for wanted in (seconds, 0.0):
        change = ChangeAssistantSettings(enabled=True, minimum_run_seconds=wanted, member_id=ANNA)
        await workspace.send(ASSISTANT_COMMANDS_TOPIC, change)
        async with asyncio.timeout(20):
            while not ear.heard or ear.heard[-1].message.minimum_run_seconds != wanted:
                await ear.for_seconds(0.1)
        if wanted:
            yield


@pytest.mark.usefixtures("worker")
async def test_t2_who_asks_for_a_ticket_gets_it_proposed_and_is_answered_in_the_same_turn(
    workspace: Workspace, events: Ear
) -> None:
    conversation = await _ask(workspace, "My parcel never came. Please open a ticket.")
    await events.until(AiMessageSent, key=conversation)
    (ticket,) = events.of(TicketRequested, conversation)
    (reply,) = events.of(AiMessageSent, conversation)
    assert (ticket.origin, ticket.seq) == (TicketOrigin.AI, reply.seq - 1)
    assert ticket.subject == "My parcel never came. Please open a ticket."
    assert events.of(HandOffRequested, conversation) == []


@pytest.mark.usefixtures("worker")
async def test_a_question_is_answered_with_its_source_and_its_run_is_on_record(
    workspace: Workspace, events: Ear, runs: Ear
) -> None:
    conversation = await _ask(workspace, "how can I reset the password?")
    await events.until(AiMessageSent, key=conversation)
    (reply,) = events.of(AiMessageSent, conversation)
    assert "Open Settings and press Reset password." in reply.text
    assert [source.title for source in reply.sources] == ["How do I reset my password?"]
    await runs.until(RunFinished, key=conversation)
    (finished,) = runs.of(RunFinished, conversation)
    assert (finished.outcome, finished.engine) == ("accepted", "quoting-1")
    assert finished.sources == reply.sources


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("can I talk to a real person?", HandOffReason.USER_ASKED),
        ("do you sell elephants in Ulm?", HandOffReason.NO_ANSWER_FOUND),
    ],
)
@pytest.mark.usefixtures("worker")
async def test_what_it_cannot_or_may_not_answer_goes_to_a_human(
    workspace: Workspace, events: Ear, runs: Ear, text: str, reason: HandOffReason
) -> None:
    conversation = await _ask(workspace, text)
    await events.until(HandOffRequested, key=conversation)
    (asked,) = events.of(HandOffRequested, conversation)
    assert asked.reason is reason
    await runs.until(RunFinished, key=conversation)
    (finished,) = runs.of(RunFinished, conversation)
    assert finished.outcome == "handed_off"


@pytest.mark.usefixtures("worker")
async def test_a_held_reply_loses_to_the_agent_and_says_so(
    workspace: Workspace, events: Ear
) -> None:
    async with _held(workspace, 2.0):
        conversation = await _ask(workspace, "where is my invoice?")
        await events.until(TurnOpened, key=conversation)
        await asyncio.sleep(0.7)
        await _write(workspace, conversation)
        await events.until(AiReplyDiscarded, key=conversation)
    assert events.of(AiMessageSent, conversation) == []
    (discarded,) = events.of(AiReplyDiscarded, conversation)
    assert discarded.code == "ai_paused"


async def test_c6_workers_killed_with_runs_in_flight_leave_every_turn_with_exactly_one_answer(
    workspace: Workspace, events: Ear
) -> None:
    runs = workspace.database("assistant")
    asked = await asyncio.gather(*(_ask(workspace, "where is my invoice?") for _ in range(20)))
    await until_all_are(runs, asked, "queued")
    async with articles_locked(runs):
        worker = await workspace.start("assistant", "work", runs_at_a_time="20")
        await until_all_are(runs, asked, "in flight")
        await worker.kill()
        assert await standings(runs, asked) == {"in flight": 20}
    await worker.start()
    await _each_is_answered_once(events, asked)
    await worker.stop()


async def test_answers_that_are_held_are_given_once_though_the_worker_that_found_them_was_killed(
    workspace: Workspace, worker: Running, events: Ear
) -> None:
    runs = workspace.database("assistant")
    async with _held(workspace, 3.0):
        asked = await asyncio.gather(*(_ask(workspace, "where is my invoice?") for _ in range(20)))
        await until_all_are(runs, asked, "found")
        await worker.kill()
        assert await standings(runs, asked) == {"found": 20}
        await worker.start()
        await _each_is_answered_once(events, asked)


async def _each_is_answered_once(events: Ear, asked: Sequence[UUID]) -> None:
    for conversation in asked:
        await events.until(AiMessageSent, key=conversation)
    await events.for_seconds(1.0)
    for conversation in asked:
        assert len(events.of(AiMessageSent, conversation)) == 1
        assert events.of(AiReplyDiscarded, conversation) == []


async def test_a_worker_that_starts_after_the_agent_came_says_nothing(
    workspace: Workspace, events: Ear, runs: Ear
) -> None:
    conversation = await _ask(workspace, "where is my invoice?")
    await runs.until(RunStarted, key=conversation)
    await _write(workspace, conversation)
    await runs.until(RunStopped, key=conversation)
    late = await workspace.start("assistant", "work")
    await events.for_seconds(1.5)
    await late.stop()
    assert events.of(AiMessageSent, conversation) == []
    assert events.of(AiReplyDiscarded, conversation) == []


@pytest.mark.usefixtures("worker")
async def test_returned_to_the_ai_an_old_request_for_a_human_asks_for_none_again(
    workspace: Workspace, events: Ear
) -> None:
    conversation = await _ask(workspace, "can I talk to a real person?")
    await events.until(HandOffRequested, key=conversation)
    for act in (AcceptConversation, ReturnToAi):
        await workspace.send(
            CONVERSATION_COMMANDS_TOPIC, act(conversation_id=conversation, agent_id=ANNA)
        )
    await events.until(AiMessageSent, key=conversation)
    await _ask(workspace, "where is my invoice?", of=conversation)
    await events.until(AiMessageSent, 2, key=conversation)
    assert "Billing" in events.of(AiMessageSent, conversation)[1].text
    assert len(events.of(HandOffRequested, conversation)) == 1


@pytest.mark.usefixtures("worker")
async def test_what_is_written_during_a_run_is_all_that_the_next_one_answers(
    workspace: Workspace, events: Ear
) -> None:
    async with _held(workspace, 1.0):
        conversation = await _ask(workspace, "how can I reset the password?")
        await events.until(TurnOpened, key=conversation)
        await asyncio.sleep(0.5)
        await _ask(workspace, "where is my invoice?", of=conversation)
        await events.until(AiMessageSent, 2, key=conversation)
    first, second = events.of(AiMessageSent, conversation)
    assert "Reset password" in first.text
    assert "Billing" in second.text


@pytest.mark.usefixtures("worker")
async def test_no_note_is_ever_in_its_database(workspace: Workspace, events: Ear) -> None:
    conversation = await _ask(workspace, "where is my invoice?")
    needle = f"needle-{uuid4().hex}"
    note = AddInternalNote(conversation_id=conversation, agent_id=ANNA, text=needle)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, note)
    await events.until(InternalNoteAdded, key=conversation)
    await _ask(workspace, "can I change my delivery address?", of=conversation)
    await events.until(AiMessageSent, 2, key=conversation)  # it has read past the note
    connection = await asyncpg.connect(workspace.database("assistant"))
    try:
        assert await rows_with(connection, "invoice") > 0
        assert await rows_with(connection, needle) == 0
    finally:
        await connection.close()
