"""The conversation service as a real process, on real Kafka and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from tests.builders.conversation import ANNA, BEN
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import (
    AiMessageSent,
    AiReplyDiscarded,
    ConversationAccepted,
    ConversationClosed,
    ConversationEvent,
    HandOffRequested,
    InternalNoteAdded,
    TurnOpened,
    UserMessageSent,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.events.public import PublicEvent, PublicMessagePosted
from switchboard.contracts.ids import first_conversation, next_conversation
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
)
from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team()
        yield workspace


async def _user_says(workspace: Workspace, visitor: UUID, text: str, **fields: UUID) -> UUID:
    message = commands.SendUserMessage(
        conversation_id=fields.get("conversation_id", first_conversation(visitor)),
        visitor_id=visitor,
        site="demo",
        text=text,
    )
    return await workspace.send(
        CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR, outcome_partition=0
    )


def _events(ear: Ear, conversation: UUID) -> list[ConversationEvent]:
    return [
        heard.message
        for heard in ear.heard
        if isinstance(heard.message, ConversationEvent) and heard.key == str(conversation)
    ]


async def test_one_conversation_from_the_first_word_to_the_close(workspace: Workspace) -> None:
    await workspace.start("conversation", "consume")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    public = await workspace.ear(CONVERSATION_PUBLIC_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    await _user_says(workspace, visitor, "Where is my parcel?")
    await events.until(TurnOpened)
    for command in (
        commands.TakeOver(conversation_id=conversation, agent_id=ANNA),
        commands.ProposeAiReply(conversation_id=conversation, turn=1, epoch=1, text="Here."),
        commands.AddInternalNote(conversation_id=conversation, agent_id=ANNA, text="needle"),
        commands.SendAgentMessage(conversation_id=conversation, agent_id=ANNA, text="I look."),
        commands.CloseConversation(conversation_id=conversation, agent_id=ANNA),
    ):
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, command)
    await events.until(ConversationClosed)
    facts = _events(events, conversation)
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert not [fact for fact in facts if isinstance(fact, AiMessageSent)]
    assert [f.code for f in facts if isinstance(f, AiReplyDiscarded)] == ["ai_paused"]
    assert [fact.text for fact in facts if isinstance(fact, InternalNoteAdded)] == ["needle"]
    heard = await public.until(PublicMessagePosted, 4)
    seen = [h.message for h in heard if isinstance(h.message, PublicEvent)]
    assert [message.public_seq for message in seen] == list(range(1, len(seen) + 1))
    assert "needle" not in repr(seen)
    assert [m.source.value for m in seen if isinstance(m, PublicMessagePosted)] == [
        "user",
        "system",
        "agent",
        "system",
    ]


async def test_ten_messages_at_a_closed_conversation_start_one_successor(
    workspace: Workspace,
) -> None:
    await workspace.start("conversation", "consume")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    await _user_says(workspace, visitor, "first")
    close = commands.CloseConversation(conversation_id=conversation, agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, close)
    await events.until(ConversationClosed)
    await asyncio.gather(*(_user_says(workspace, visitor, f"late {n}") for n in range(10)))
    await events.until(UserMessageSent, 11)
    successor = _events(events, next_conversation(conversation))
    texts = {fact.text for fact in successor if isinstance(fact, UserMessageSent)}
    assert texts == {f"late {n}" for n in range(10)}
    assert [fact.seq for fact in successor] == list(range(1, len(successor) + 1))
    assert [f.type for f in successor].count("conversation.opened") == 1


async def test_two_agents_accept_at_once_and_the_loser_is_told_who_won(
    workspace: Workspace,
) -> None:
    await workspace.start("conversation", "consume")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    await _user_says(workspace, visitor, "A human, please")
    ask = commands.RequestHuman(conversation_id=conversation, visitor_id=visitor)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, ask)
    await events.until(HandOffRequested)
    await asyncio.gather(
        *(
            workspace.send(
                CONVERSATION_COMMANDS_TOPIC,
                commands.AcceptConversation(conversation_id=conversation, agent_id=agent),
                outcome_partition=5,
            )
            for agent in (ANNA, BEN)
        )
    )
    await outcomes.until(CommandOutcome)
    accepted = [f for f in _events(events, conversation) if isinstance(f, ConversationAccepted)]
    await events.for_seconds(0.3)
    accepted = [f for f in _events(events, conversation) if isinstance(f, ConversationAccepted)]
    assert len(accepted) == 1
    (refusal,) = [h for h in outcomes.heard if isinstance(h.message, CommandOutcome)]
    assert refusal.partition == 5
    assert isinstance(refusal.message, CommandOutcome)
    assert refusal.message.code == "already_accepted"
    assert refusal.message.data["agent_id"] == str(accepted[0].agent_id)


async def test_the_ai_deadline_fires_once_also_after_a_kill(workspace: Workspace) -> None:
    service = await workspace.start("conversation", "consume", turn_seconds="1.0")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = uuid4()
    await _user_says(workspace, visitor, "Is anybody there?")
    await events.until(TurnOpened)
    await service.kill()
    await asyncio.sleep(1.2)
    await service.start()
    await events.until(HandOffRequested)
    await events.for_seconds(1.0)
    handed = [
        f for f in _events(events, first_conversation(visitor)) if isinstance(f, HandOffRequested)
    ]
    assert [event.reason.value for event in handed] == ["ai_too_late"]


async def test_two_replicas_and_a_kill_lose_and_double_nothing(workspace: Workspace) -> None:
    replicas = [await workspace.start("conversation", "consume") for _ in range(2)]
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitors = [uuid4() for _ in range(20)]
    for number in range(15):
        if number == 5:
            await replicas[0].kill()
        await asyncio.gather(*(_user_says(workspace, v, f"message {number}") for v in visitors))
    await events.until(UserMessageSent, 300)
    await events.for_seconds(0.5)
    for visitor in visitors:
        facts = _events(events, first_conversation(visitor))
        assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
        texts = [fact.text for fact in facts if isinstance(fact, UserMessageSent)]
        assert texts == [f"message {number}" for number in range(15)]
