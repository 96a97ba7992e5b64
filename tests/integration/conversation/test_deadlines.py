"""Deadlines on real Kafka and PostgreSQL: with short times, over restarts, each fires once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.builders.conversation import ANNA, BEN
from tests.builders.system import Ear, Running, Workspace, a_workspace

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.commands.notification import TellOfWaiting
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import (
    ConversationAccepted,
    ConversationClosed,
    HandOffEscalated,
    HandOffRequested,
    OfflineInfoCompleted,
    ReplyOverdue,
    ReplyReminded,
    ReturnedToAi,
    SystemMessageAdded,
    TurnOpened,
    UserMessageSent,
)
from switchboard.contracts.events.notification import (
    Channel,
    NotificationFailed,
    NotificationKind,
    NotificationRequested,
    NotificationWithdrawn,
)
from switchboard.contracts.events.team import PresenceReported
from switchboard.contracts.events.ticketing import TicketCreated, TicketEdited
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    NOTIFICATION_COMMANDS_TOPIC,
    NOTIFICATION_EVENTS_TOPIC,
    TEAM_PRESENCE_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.contracts.words import HandOffReason, Status, SystemLine
from switchboard.local.infrastructure import Kafka, Postgres

LADDER = {"escalation_seconds": "1.5", "giving_up_seconds": "4", "presence_grace_seconds": "1"}


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        yield workspace


async def _says(workspace: Workspace, visitor: UUID, text: str) -> None:
    message = commands.SendUserMessage(
        conversation_id=first_conversation(visitor), visitor_id=visitor, site="demo", text=text
    )
    await workspace.send(
        CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR, outcome_partition=0
    )


async def _asks_for_a_human(workspace: Workspace, visitor: UUID) -> UUID:
    await _says(workspace, visitor, "My parcel is lost.")
    conversation = first_conversation(visitor)
    asked = commands.RequestHuman(conversation_id=conversation, visitor_id=visitor)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, asked)
    return conversation


async def _reports(workspace: Workspace, online: tuple[UUID, ...], *away: UUID) -> None:
    report = PresenceReported(gateway_id="test", online=online, away=away, ttl_seconds=600)
    await workspace.send(TEAM_PRESENCE_TOPIC, report)


async def _comes_online(workspace: Workspace, member: UUID) -> None:
    """What a gateway says when a member's panel comes into use."""
    await _reports(workspace, (member,))
    await workspace.send(NOTIFICATION_COMMANDS_TOPIC, TellOfWaiting(member_id=member))


def _lines(events: Ear) -> list[SystemLine]:
    return [message.line for message in events.of(SystemMessageAdded)]


async def _killed_and_started(services: Sequence[Running]) -> datetime:
    """Every service at once; when all were dead."""
    await asyncio.gather(*(service.kill() for service in services))
    dead_at = datetime.now(UTC)
    await asyncio.gather(*(service.start() for service in services))
    return dead_at


def _said_at(events: Ear, wanted: Message) -> datetime:
    """When a fact was stated."""
    (time,) = (heard.envelope.time for heard in events.heard if heard.message == wanted)
    return time


async def test_h8_o3_nobody_accepts_until_a_ticket_is_all_that_is_left(
    workspace: Workspace,
) -> None:
    """Hand-off, escalation, offline, address, ticket; every service is killed on the way (H10)."""
    await workspace.state_team()
    services = [
        await workspace.start("conversation", "consume", **LADDER),
        await workspace.start("notification", "consume"),
        await workspace.start("ticketing", "consume"),
    ]
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    told = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    tickets = await workspace.ear(TICKETING_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = await _asks_for_a_human(workspace, visitor)
    await events.until(HandOffEscalated)
    await _killed_and_started(services)
    await events.until(HandOffRequested, 2)
    email = commands.ProvideEmail(
        conversation_id=conversation, visitor_id=visitor, email="user@example.org"
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, email)
    await events.until(OfflineInfoCompleted)
    await tickets.until(TicketCreated)
    await told.until(NotificationRequested, 4)
    await events.for_seconds(5)

    asked, gave_up = events.of(HandOffRequested)
    assert (asked.status, asked.reason) == (Status.WAITING_FOR_HUMAN, HandOffReason.USER_ASKED)
    assert gave_up.status is Status.AWAITING_OFFLINE_INFO
    assert gave_up.reason is HandOffReason.NOBODY_ACCEPTED
    assert len(events.of(HandOffEscalated)) == len(events.of(OfflineInfoCompleted)) == 1
    kinds = [notification.kind for notification in told.of(NotificationRequested)]
    assert sorted(kinds) == [NotificationKind.ESCALATION] * 2 + [NotificationKind.HAND_OFF] * 2
    (ticket,) = tickets.of(TicketCreated)
    assert (ticket.subject, ticket.user_email) == ("My parcel is lost.", "user@example.org")
    assert _lines(events) == [
        SystemLine.HUMAN_ASKED_FOR,
        SystemLine.NOBODY_AVAILABLE,
        SystemLine.EMAIL_CONFIRMED,
        SystemLine.TICKET_CREATED,
    ]
    right = email.model_copy(update={"email": "right@example.org"})
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, right)
    await tickets.until(TicketEdited)
    (edited,) = tickets.of(TicketEdited)
    assert (edited.ticket_id, edited.user_email) == (ticket.ticket_id, "right@example.org")


async def _with_nobody_there(workspace: Workspace) -> tuple[Ear, UUID, UUID]:
    """A visitor whose conversation awaits an address, since nobody is online."""
    await workspace.state_team(online=())
    await workspace.start("conversation", "consume", **LADDER | {"presence_grace_seconds": "0.01"})
    events, visitor = await workspace.ear(CONVERSATION_EVENTS_TOPIC), uuid4()
    conversation = await _asks_for_a_human(workspace, visitor)
    await events.until(HandOffRequested)
    (asked,) = events.of(HandOffRequested)
    assert asked.status is Status.AWAITING_OFFLINE_INFO
    return events, visitor, conversation


async def test_o6_the_user_goes_on_with_the_assistant(workspace: Workspace) -> None:
    events, visitor, conversation = await _with_nobody_there(workspace)
    goes_on = commands.ContinueWithAssistant(conversation_id=conversation, visitor_id=visitor)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, goes_on)
    await events.until(ReturnedToAi, key=conversation)
    await events.until(TurnOpened, 2, key=conversation)


async def test_o5_an_agent_who_comes_online_is_told_and_accepts(workspace: Workspace) -> None:
    """They are to be had from then on: the next hand-off waits for them (P2)."""
    await workspace.start("notification", "consume")
    told = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    events, _, conversation = await _with_nobody_there(workspace)
    assert await told.for_seconds(0.5) == []
    await _comes_online(workspace, ANNA)
    await told.until(NotificationRequested)
    (one,) = told.of(NotificationRequested)
    assert (one.member_id, one.conversation_id) == (ANNA, conversation)
    accepts = commands.AcceptConversation(conversation_id=conversation, agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, accepts)
    await events.until(ConversationAccepted, key=conversation)
    await told.until(NotificationWithdrawn, key=ANNA)
    another = await _asks_for_a_human(workspace, uuid4())
    await events.until(HandOffRequested, key=another)
    (asked,) = events.of(HandOffRequested, another)
    assert (asked.status, asked.notify) == (Status.WAITING_FOR_HUMAN, (ANNA,))


async def test_p2_who_is_away_is_called_outside_the_panel_and_the_outcome_is_stated(
    workspace: Workspace,
) -> None:
    await workspace.state_team(online=())
    await _reports(workspace, (), ANNA)
    await workspace.start("conversation", "consume", **LADDER)
    await workspace.start("notification", "consume")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    told = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    await _asks_for_a_human(workspace, uuid4())
    await told.until(NotificationFailed, len(Channel))
    await events.until(HandOffRequested, 2)
    ways = [(one.member_id, one.channel, one.outcome) for one in told.of(NotificationFailed)]
    assert ways == [(ANNA, channel, "not_configured") for channel in Channel]
    assert not events.of(HandOffEscalated)


async def test_p1_once_no_gateway_is_heard_any_more_nobody_is_taken_for_offline(
    workspace: Workspace,
) -> None:
    """As when Kafka was away for longer than their reports hold."""
    await workspace.state_team()
    report = PresenceReported(gateway_id="test", online=(ANNA,), ttl_seconds=0.2)
    await workspace.send(TEAM_PRESENCE_TOPIC, report)
    await asyncio.sleep(report.ttl_seconds)
    limits = LADDER | {"giving_up_seconds": "2.5", "presence_grace_seconds": "0.01"}
    await workspace.start("conversation", "consume", **limits)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    await _asks_for_a_human(workspace, uuid4())
    await events.until(HandOffRequested, 2)
    asked, gave_up = events.of(HandOffRequested)
    assert (asked.status, asked.notify) == (Status.WAITING_FOR_HUMAN, (ANNA, BEN))
    assert gave_up.status is Status.AWAITING_OFFLINE_INFO
    assert gave_up.at - asked.at >= timedelta(seconds=2.5)


async def test_h9_h10_who_stays_away_from_a_user_who_waits_loses_the_conversation(
    workspace: Workspace,
) -> None:
    """Every service is killed while the user waits; the deadline fires nevertheless, once (H10)."""
    await workspace.state_team()
    limits = {"absence_seconds": "5", "presence_grace_seconds": "0.5"}
    services = [
        await workspace.start("conversation", "consume", **limits),
        await workspace.start("notification", "consume"),
    ]
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    told = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = await _asks_for_a_human(workspace, visitor)
    accepts = commands.AcceptConversation(conversation_id=conversation, agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, accepts)
    await events.until(ConversationAccepted)
    await _reports(workspace, (BEN,))
    await _says(workspace, visitor, "Hello?")
    await events.until(UserMessageSent, 2)
    dead_at = await _killed_and_started(services)
    await events.until(HandOffRequested, 2)
    await told.until(NotificationRequested, 3)
    await events.for_seconds(3)
    _, back = events.of(HandOffRequested)
    assert _said_at(events, back) > dead_at
    assert (back.status, back.reason) == (Status.WAITING_FOR_HUMAN, HandOffReason.AGENT_OFFLINE)
    assert back.notify == (BEN,)
    asked = [one.member_id for one in told.of(NotificationRequested)]
    assert sorted(asked) == sorted((ANNA, BEN, BEN)), "the first round, and whoever is there now"


async def test_h11_an_unanswered_user_reminds_first_the_agent_then_everyone(
    workspace: Workspace,
) -> None:
    await workspace.state_team()
    limits = {"reminder_seconds": "1", "overdue_seconds": "2.5"}
    service = await workspace.start("conversation", "consume", **limits)
    await workspace.start("notification", "consume")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    told = await workspace.ear(NOTIFICATION_EVENTS_TOPIC)
    visitor = uuid4()
    await _says(workspace, visitor, "My parcel is lost.")
    takes_over = commands.TakeOver(conversation_id=first_conversation(visitor), agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, takes_over)
    await events.until(ReplyReminded)
    await service.kill()
    await service.start()
    await events.until(ReplyOverdue)
    await told.until(NotificationRequested, 2)
    await events.for_seconds(2)
    assert len(events.of(ReplyReminded)) == len(events.of(ReplyOverdue)) == 1
    assert [(n.member_id, n.kind) for n in told.of(NotificationRequested)] == [
        (ANNA, NotificationKind.REPLY_REMINDER),
        (BEN, NotificationKind.REPLY_OVERDUE),
    ]
    assert _lines(events).count(SystemLine.LONGER_WAIT) == 1


async def test_x4_h10_a_conversation_without_a_word_is_closed_after_a_warning(
    workspace: Workspace,
) -> None:
    """Every service is killed before the warning, and between it and the close (H10)."""
    await workspace.state_team(online=())
    limits = {
        "idle_seconds": "10",
        "idle_warning_seconds": "4",
        "presence_grace_seconds": "0.01",
    }
    services = [
        await workspace.start("conversation", "consume", **limits),
        await workspace.start("ticketing", "consume"),
    ]
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = await _asks_for_a_human(workspace, visitor)
    email = commands.ProvideEmail(
        conversation_id=conversation, visitor_id=visitor, email="user@example.org"
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, email)
    await events.until(SystemMessageAdded, 3)
    first_dead_at = await _killed_and_started(services)
    await events.until(SystemMessageAdded, 4)
    then_dead_at = await _killed_and_started(services)
    await events.until(ConversationClosed)
    await events.for_seconds(2)
    assert _lines(events) == [
        SystemLine.NOBODY_AVAILABLE,
        SystemLine.EMAIL_CONFIRMED,
        SystemLine.TICKET_CREATED,
        SystemLine.CLOSING_SOON,
        SystemLine.CLOSED,
    ]
    (closed,) = events.of(ConversationClosed)
    warned = events.of(SystemMessageAdded)[3]
    assert first_dead_at < _said_at(events, warned) < then_dead_at < _said_at(events, closed)
    await _says(workspace, visitor, "Still there?")
    await events.until(UserMessageSent, 2)
    assert len({heard.key for heard in events.heard}) == 2
