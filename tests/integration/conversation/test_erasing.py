"""E1, E2 in the conversation service: nothing readable is left in its database or said again."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.builders.conversation import ANNA
from tests.builders.searching import places_with
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands.conversation import (
    AddInternalNote,
    Attachment,
    CloseConversation,
    ErasePerson,
    SendAgentMessage,
    SendUserMessage,
    SetUserEmail,
)
from switchboard.contracts.envelope import Opening
from switchboard.contracts.erasing import ERASED
from switchboard.contracts.events.conversation import (
    ConversationClosed,
    InternalNoteAdded,
    PersonErased,
    UserEmailProvided,
    UserMessageSent,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.events.public import PublicPersonErased
from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
)
from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.runtime.repairs import ask_republish

NEEDLE = "quetzalcoatlus"
FILE = Attachment(attachment_id=uuid4(), name=f"{NEEDLE}.txt", media_type="text/plain", size=3)
ADDRESS = f"{NEEDLE}@example.org"
_KEPT = """
SELECT json_agg(to_jsonb(message) - '{text,attachments}'::text[] ORDER BY at, message_id)::text
FROM message
"""
_LEFT = "SELECT count(*) FROM erasure_step"
_FINGERPRINTS = """
SELECT command_id, fingerprint FROM decided_command WHERE command_id = ANY($1::uuid[])
"""


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team(ai=False)
        yield workspace


@pytest.fixture
async def database(workspace: Workspace) -> AsyncIterator[asyncpg.Connection]:
    await workspace.start("conversation", "consume")
    connection = await asyncpg.connect(workspace.database("conversation"))
    yield connection
    await connection.close()


def message(visitor: UUID, text: str = NEEDLE) -> SendUserMessage:
    return SendUserMessage(
        conversation_id=first_conversation(visitor),
        visitor_id=visitor,
        site="demo",
        text=text,
        user_name=NEEDLE,
        attachments=(FILE,),
    )


def erase(visitor: UUID) -> ErasePerson:
    return ErasePerson(
        conversation_id=first_conversation(visitor),
        erasure_id=uuid4(),
        visitor_id=visitor,
        agent_id=ANNA,
    )


async def _until_gone_through(database: asyncpg.Connection) -> None:
    async with asyncio.timeout(20):
        while await database.fetchval(_LEFT):  # noqa: ASYNC110 - asked in SQL
            await asyncio.sleep(0.1)


async def _two_conversations(workspace: Workspace, events: Ear) -> UUID:
    """A visitor's closed conversation and its open successor, with the needle all over."""
    visitor = uuid4()
    first = first_conversation(visitor)
    commands = (
        message(visitor),
        SetUserEmail(conversation_id=first, agent_id=ANNA, email=ADDRESS),
        AddInternalNote(conversation_id=first, agent_id=ANNA, text=f"Says {NEEDLE}."),
        CloseConversation(conversation_id=first, agent_id=ANNA),
        message(visitor, f"And {NEEDLE} again."),
    )
    for command in commands:
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, command, opening=Opening.VISITOR_DOOR)
    await events.until(UserMessageSent, 2)
    return visitor


async def test_e1_nothing_that_the_person_said_is_left_in_the_database(
    workspace: Workspace, database: asyncpg.Connection
) -> None:
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    public = await workspace.ear(CONVERSATION_PUBLIC_TOPIC)
    states = await workspace.ear(CONVERSATION_STATE_TOPIC)
    visitor = await _two_conversations(workspace, events)
    before = await database.fetchval(_KEPT)
    held = {"message.text", "message.attachments", "outbox.body", "conversation.state"}
    assert held <= (await places_with(database, NEEDLE)).keys()
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, erase(visitor))
    await events.until(PersonErased, 2)
    await public.until(PublicPersonErased, 2)
    await _until_gone_through(database)
    assert await places_with(database, NEEDLE) == {}
    first = first_conversation(visitor)
    assert len(events.of(ConversationClosed, first)) == 1
    assert len(events.of(ConversationClosed, next_conversation(first))) == 1
    await states.until(ConversationState, 2)
    async with asyncio.timeout(20):
        while not all(_newest(states, one).erased for one in (first, next_conversation(first))):
            await states.for_seconds(0.2)
    assert _newest(states, first).user_email is None
    after = await database.fetchval(_KEPT)
    assert json.loads(before) == json.loads(after)[: len(json.loads(before))]


def _newest(states: Ear, conversation: UUID) -> ConversationState:
    newest: ConversationState = states.of(ConversationState, conversation)[-1]
    return newest


async def test_e2_what_is_said_again_is_said_in_its_erased_form_and_under_its_old_numbers(
    workspace: Workspace, database: asyncpg.Connection
) -> None:
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = await _two_conversations(workspace, events)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, erase(visitor))
    await events.until(PersonErased, 2)
    await _until_gone_through(database)
    first = first_conversation(visitor)
    before = [(h.key, h.envelope) for h in events.heard if h.key == str(first)]
    partition = partition_of(str(first), CONVERSATION_EVENTS_TOPIC.partitions)
    await ask_republish(database, CONVERSATION_EVENTS_TOPIC.name, partition, 1)
    await events.until(PersonErased, 3, key=None)
    await events.for_seconds(0.5)
    again = [h for h in events.heard if h.key == str(first)][len(before) :]
    assert [(h.key, h.envelope) for h in again] == before
    texts = [
        getattr(h.message, "text", None) or getattr(h.message, "email", None)
        for h in again
        if isinstance(h.message, UserMessageSent | InternalNoteAdded | UserEmailProvided)
    ]
    assert texts == [ERASED] * 3


async def test_e1_what_comes_late_or_again_brings_no_text_back(
    workspace: Workspace, database: asyncpg.Connection
) -> None:
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
    visitor = uuid4()
    door = {"opening": Opening.VISITOR_DOOR, "outcome_partition": 2}
    sent = await workspace.send(CONVERSATION_COMMANDS_TOPIC, message(visitor), **door)
    await events.until(UserMessageSent)
    erasure = erase(visitor)
    asked = await workspace.send(CONVERSATION_COMMANDS_TOPIC, erasure, outcome_partition=2)
    await events.until(PersonErased)
    await _until_gone_through(database)
    again = await workspace.send(CONVERSATION_COMMANDS_TOPIC, erasure, outcome_partition=2)
    note = AddInternalNote(conversation_id=erasure.conversation_id, agent_id=ANNA, text=NEEDLE)
    late = await workspace.send(CONVERSATION_COMMANDS_TOPIC, note, outcome_partition=2)
    # The repeat of an erased command is recognised by its id; its fingerprint is gone.
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message(visitor), id=sent, **door)
    await outcomes.until(CommandOutcome, 4)
    told = {outcome.command_id: outcome for outcome in outcomes.of(CommandOutcome)}
    assert told[asked].accepted
    assert told[again].accepted
    assert (told[late].accepted, told[late].code) == (False, "erased")
    assert told[sent].accepted
    assert told[sent].repeated
    await _until_gone_through(database)
    assert await places_with(database, NEEDLE) == {}
    (kept,) = await database.fetch(_FINGERPRINTS, [late])
    assert kept["fingerprint"] == b""
    assert len(events.of(PersonErased)) == 1


async def test_e1_no_digest_of_a_text_that_was_sent_on_or_refused_is_left(
    workspace: Workspace, database: asyncpg.Connection
) -> None:
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
    visitor = uuid4()
    first = first_conversation(visitor)
    door = {"opening": Opening.VISITOR_DOOR, "outcome_partition": 2}
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message(visitor), **door)
    close = CloseConversation(conversation_id=first, agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, close)
    forwarded = await workspace.send(CONVERSATION_COMMANDS_TOPIC, message(visitor), **door)
    late = SendAgentMessage(conversation_id=first, agent_id=ANNA, text=NEEDLE)
    refused = await workspace.send(CONVERSATION_COMMANDS_TOPIC, late, outcome_partition=2)
    await outcomes.until(CommandOutcome, key=None)
    await events.until(UserMessageSent, 2)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, erase(visitor))
    await events.until(PersonErased, 2)
    await _until_gone_through(database)
    told = [forwarded, refused]
    kept = await database.fetch(_FINGERPRINTS, told)
    assert [(row["command_id"] in told, row["fingerprint"]) for row in kept] == [(True, b"")] * 3
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, late, id=refused, outcome_partition=2)
    async with asyncio.timeout(20):
        while len(heard := _told_of(outcomes, refused)) < 2:
            await outcomes.for_seconds(0.2)
    assert [outcome.code for outcome in heard] == [heard[0].code] * 2
    assert heard[1].repeated


def _told_of(outcomes: Ear, command: UUID) -> list[CommandOutcome]:
    return [one for one in outcomes.of(CommandOutcome) if one.command_id == command]
