"""The ticketing service as a real process, on real Kafka and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from tests.builders.conversation import ANNA, BEN
from tests.builders.system import Ear, Workspace, a_workspace

from switchboard.contracts.commands.conversation import (
    AddSystemLine,
    CloseConversation,
    ProposeTicket,
    RequestTicket,
    SendUserMessage,
)
from switchboard.contracts.commands.ticketing import ChangeTicketStatus, CreateTicket, EditTicket
from switchboard.contracts.envelope import Opening
from switchboard.contracts.events.conversation import (
    ConversationClosed,
    SystemMessageAdded,
    TurnOpened,
)
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.events.public import PublicMessagePosted
from switchboard.contracts.events.ticketing import TicketCreated, TicketStatusChanged
from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import (
    COMMAND_OUTCOMES_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    TICKETING_COMMANDS_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.contracts.words import Audience, SystemLine, TicketOrigin, TicketStatus
from switchboard.local.infrastructure import Kafka, Postgres


@pytest.fixture
async def workspace(kafka: Kafka, postgres: Postgres) -> AsyncIterator[Workspace]:
    async with a_workspace(kafka, postgres) as workspace:
        await workspace.state_team(ai=False)
        yield workspace


async def _create(workspace: Workspace, conversation: UUID, command: UUID | None = None) -> UUID:
    identifier = command or uuid4()
    create = CreateTicket(
        conversation_id=conversation, ticket_id=identifier, subject="Parcel lost", agent_id=ANNA
    )
    await workspace.send(TICKETING_COMMANDS_TOPIC, create, id=identifier, outcome_partition=2)
    return identifier


async def _set(workspace: Workspace, conversation: UUID, ticket: UUID, to: TicketStatus) -> UUID:
    change = ChangeTicketStatus(
        conversation_id=conversation, ticket_id=ticket, status=to, agent_id=ANNA
    )
    return await workspace.send(TICKETING_COMMANDS_TOPIC, change, outcome_partition=2)


def _created(ear: Ear) -> list[TicketCreated]:
    return [heard.message for heard in ear.heard if isinstance(heard.message, TicketCreated)]


async def test_a_ticket_is_created_changed_and_told_to_its_conversation(
    workspace: Workspace,
) -> None:
    await workspace.start("ticketing", "consume")
    events = await workspace.ear(TICKETING_EVENTS_TOPIC)
    lines = await workspace.ear(CONVERSATION_COMMANDS_TOPIC)
    outcomes = await workspace.ear(COMMAND_OUTCOMES_TOPIC)
    conversation = uuid4()
    ticket = await _create(workspace, conversation)
    await events.until(TicketCreated)
    await _set(workspace, conversation, ticket, TicketStatus.RESOLVED)
    await events.until(TicketStatusChanged)
    again = await _set(workspace, conversation, ticket, TicketStatus.RESOLVED)
    missing = await _set(workspace, conversation, uuid4(), TicketStatus.OPEN)
    told = {h.message.command_id: h.message for h in await outcomes.until(CommandOutcome, 2)
            if isinstance(h.message, CommandOutcome)}  # fmt: skip
    assert told[again].accepted
    assert told[again].data["status"] == "resolved"
    assert told[missing].code == "unknown_ticket"
    (created,) = _created(events)
    (line,) = [h.message for h in await lines.until(AddSystemLine)]
    assert isinstance(line, AddSystemLine)
    assert line.text == f"Ticket {created.number} was created."
    assert line.conversation_id == conversation


async def test_a_ticket_of_a_closed_conversation_is_told_to_the_team_only(
    workspace: Workspace,
) -> None:
    await workspace.start("ticketing", "consume")
    await workspace.start("conversation", "consume")
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    for command in (
        SendUserMessage(conversation_id=conversation, visitor_id=visitor, site="demo", text="Hi"),
        CloseConversation(conversation_id=conversation, agent_id=ANNA),
    ):
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, command, opening=Opening.VISITOR_DOOR)
    await events.until(SystemMessageAdded, 2)
    await _create(workspace, conversation)
    heard = await events.until(SystemMessageAdded, 3)
    line = heard[-1].message
    assert isinstance(line, SystemMessageAdded)
    assert (line.line, line.audience) == (SystemLine.TICKET_CREATED, Audience.TEAM)


async def test_x3_a_ticket_is_edited_and_reopened_after_its_conversation_was_closed(
    workspace: Workspace,
) -> None:
    await workspace.start("ticketing", "consume")
    await workspace.start("conversation", "consume")
    tickets = await workspace.ear(TICKETING_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    opened = SendUserMessage(
        conversation_id=conversation, visitor_id=visitor, site="demo", text="Hi"
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, opened, opening=Opening.VISITOR_DOOR)
    ticket = await _create(workspace, conversation)
    await tickets.until(TicketCreated)
    close = CloseConversation(conversation_id=conversation, agent_id=ANNA)
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, close)
    await events.until(ConversationClosed)
    edit = EditTicket(
        conversation_id=conversation,
        ticket_id=ticket,
        subject="Parcel found",
        assignee_id=BEN,
        agent_id=ANNA,
    )
    await workspace.send(TICKETING_COMMANDS_TOPIC, edit)
    for status in (TicketStatus.RESOLVED, TicketStatus.OPEN):
        await _set(workspace, conversation, ticket, status)
    await tickets.until(TicketStatusChanged, 2)
    last = tickets.of(TicketStatusChanged)[-1]
    assert (last.subject, last.assignee_id, last.status) == (
        "Parcel found",
        BEN,
        TicketStatus.OPEN,
    )
    assert last.revision == 4


async def test_t4_tickets_that_the_ai_and_the_user_ask_for_are_made_and_told_by_number(
    workspace: Workspace,
) -> None:
    await workspace.state_team()
    await workspace.start("conversation", "consume")
    await workspace.start("ticketing", "consume")
    tickets = await workspace.ear(TICKETING_EVENTS_TOPIC)
    public = await workspace.ear(CONVERSATION_PUBLIC_TOPIC)
    events = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    message = SendUserMessage(
        conversation_id=conversation, visitor_id=visitor, site="demo", text="The parcel."
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR)
    turn = (await events.until(TurnOpened))[-1].message
    assert isinstance(turn, TurnOpened)
    propose = ProposeTicket(
        conversation_id=conversation, turn=1, epoch=turn.epoch, subject="secret words"
    )
    request = RequestTicket(conversation_id=conversation, visitor_id=visitor)
    for wanted in (propose, propose, request):
        await workspace.send(CONVERSATION_COMMANDS_TOPIC, wanted)
    await events.until(SystemMessageAdded, 3)
    await tickets.until(TicketCreated, 2)
    made = tickets.of(TicketCreated)
    assert [ticket.origin for ticket in made] == [TicketOrigin.AI, TicketOrigin.USER]
    lines = [m for m in events.of(SystemMessageAdded) if m.line is SystemLine.TICKET_CREATED]
    first, second = (ticket.number for ticket in made)
    assert [line.text for line in lines] == [
        f"Ticket {first} was created.",
        f"Ticket {first} is open already.",
        f"Ticket {second} was created.",
    ]
    await public.until(PublicMessagePosted, 4)
    seen = [heard.message.model_dump_json() for heard in await public.for_seconds(0.3)]
    assert not any("secret" in body or str(made[0].ticket_id) in body for body in seen)


async def test_a_repeated_command_and_kills_make_no_second_ticket(workspace: Workspace) -> None:
    service = await workspace.start("ticketing", "consume")
    events = await workspace.ear(TICKETING_EVENTS_TOPIC)
    lines = await workspace.ear(CONVERSATION_COMMANDS_TOPIC)
    wanted = [(uuid4(), uuid4()) for _ in range(30)]
    for round_ in range(3):
        await asyncio.gather(*(_create(workspace, c, command) for c, command in wanted))
        if round_ < 2:
            await asyncio.sleep(0.05)
            await service.kill()
            await service.start()
    await events.until(TicketCreated, 30)
    await events.for_seconds(1.0)
    created = _created(events)
    assert {ticket.ticket_id for ticket in created} == {command for _, command in wanted}
    assert len(created) == len({ticket.number for ticket in created}) == 30
    told = [h.envelope.id for h in await lines.for_seconds(0.5)]
    assert len(set(told)) == 30


async def test_t3_a_reply_of_the_user_opens_a_resolved_ticket_again(workspace: Workspace) -> None:
    await workspace.start("conversation", "consume")
    await workspace.start("ticketing", "consume")
    tickets = await workspace.ear(TICKETING_EVENTS_TOPIC)
    lines = await workspace.ear(CONVERSATION_EVENTS_TOPIC)
    visitor = uuid4()
    conversation = first_conversation(visitor)
    message = SendUserMessage(
        conversation_id=conversation, visitor_id=visitor, site="demo", text="It is broken."
    )
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, message, opening=Opening.VISITOR_DOOR)
    ticket = await _create(workspace, conversation)
    await tickets.until(TicketCreated)
    await lines.until(SystemMessageAdded, 2)
    await _set(workspace, conversation, ticket, TicketStatus.RESOLVED)
    await tickets.until(TicketStatusChanged)
    again = message.model_copy(update={"text": "Still broken."})
    await workspace.send(CONVERSATION_COMMANDS_TOPIC, again, opening=Opening.VISITOR_DOOR)
    await tickets.until(TicketStatusChanged, 2)
    reopened = tickets.of(TicketStatusChanged)[-1]
    assert (reopened.previous, reopened.status) == (TicketStatus.RESOLVED, TicketStatus.OPEN)
    assert reopened.agent_id is None
