from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.commands.assistant import ChangeAssistantSettings
from switchboard.contracts.commands.conversation import TakeOver
from switchboard.contracts.events import conversation as events
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.message import Message
from switchboard.contracts.topics import (
    ASSISTANT_COMMANDS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
)
from switchboard.contracts.words import HandOffReason, Priority, Role, Status
from switchboard.gateway.handlers.commanding import Ask, entry_of
from switchboard.gateway.handlers.pending import Answer, Decided, Stated, Undecided
from switchboard.gateway.model.audit import conversation_act
from switchboard.gateway.model.member import Member, changed_standing

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ANNA, BEN, WHERE = uuid4(), uuid4(), uuid4()


def _said(kind: type[Message], **fields: Any) -> Message:
    return kind(conversation_id=WHERE, seq=7, at=NOW, **fields)


CLOSED = {"status": Status.CLOSED, "epoch": 2, "public_seq": 1}
URGENT = {"previous": Priority.LOW, "priority": Priority.HIGH}
HANDED_OFF = {"status": Status.WAITING_FOR_HUMAN, "epoch": 2}
ACCEPTED = {"agent_id": BEN, "agent_name": "Ben", "status": Status.ACTIVE_HUMAN, "epoch": 2}


@pytest.mark.parametrize(
    ("event", "who", "whom"),
    [
        (_said(events.ConversationAccepted, **ACCEPTED), BEN, None),
        (_said(events.ConversationAccepted, **ACCEPTED, assigned_by=ANNA), ANNA, BEN),
        (_said(events.AgentTookOver, **ACCEPTED, previous_agent_id=ANNA), BEN, None),
        (_said(events.ConversationClosed, agent_id=ANNA, **CLOSED), ANNA, None),
        (_said(events.CollaboratorAdded, agent_id=ANNA, member_id=BEN), ANNA, BEN),
        (_said(events.PriorityChanged, agent_id=ANNA, **URGENT), ANNA, None),
        (
            _said(
                events.HandOffRequested,
                **HANDED_OFF,
                reason=HandOffReason.UNASSIGNED,
                agent_id=ANNA,
            ),
            ANNA,
            None,
        ),
    ],
)
def test_team_what_a_member_did_to_a_conversation_is_told_by_its_event(
    event: Message, who: UUID, whom: UUID | None
) -> None:
    act = conversation_act(event)
    assert act is not None
    assert (act.member_id, act.subject_id) == (who, whom)
    assert (act.conversation_id, act.at, act.action) == (WHERE, NOW, event.message_type())
    assert conversation_act(event) == act, "the same event is the same line"


@pytest.mark.parametrize(
    "event",
    [
        _said(events.HandOffRequested, **HANDED_OFF, reason=HandOffReason.USER_ASKED),
        _said(events.ConversationClosed, **CLOSED),
        _said(events.UserEmailProvided, email="a@example.com"),
        _said(events.InternalNoteAdded, message_id=WHERE, agent_id=ANNA, agent_name="A", text="x"),
    ],
)
def test_what_the_user_or_a_deadline_did_and_what_was_written_is_no_act(event: Message) -> None:
    assert conversation_act(event) is None


def test_of_a_changed_member_the_log_keeps_no_name() -> None:
    before = Member(ANNA, 1, "Anna", "Anna Berg", Role.AGENT, active=True, at=NOW)
    after = Member(ANNA, 2, "Ann", "Ann Berg", Role.ADMIN, active=True, at=NOW)
    assert changed_standing(before, after) == {"role": Role.ADMIN, "renamed": True}
    assert changed_standing(None, after) == {"role": Role.ADMIN, "active": True}


def _asked(principal: str) -> Ask:
    change = ChangeAssistantSettings(enabled=True, minimum_run_seconds=0, member_id=ANNA)
    topics = (ASSISTANT_COMMANDS_TOPIC, ASSISTANT_SETTINGS_TOPIC)
    return Ask(topics[0], change, principal, "key", topics[1])


def _outcome(*, accepted: bool) -> Decided:
    return Decided(CommandOutcome(command_id=uuid4(), accepted=accepted, code=None, data={}))


@pytest.mark.parametrize("answer", [Stated("{}"), _outcome(accepted=True)])
def test_changed_settings_are_noted_once_accepted(answer: Answer) -> None:
    key = uuid4()
    ask = _asked(f"api_key:{key}")
    entry = entry_of(ask, answer)
    assert entry is not None
    assert (entry.member_id, entry.api_key_id, entry.entry_id) == (ANNA, key, ask.id)


@pytest.mark.parametrize("answer", [_outcome(accepted=False), Undecided()])
def test_settings_that_did_not_change_are_not_noted(answer: Answer) -> None:
    assert entry_of(_asked(f"member:{ANNA}"), answer) is None


def test_what_is_asked_of_a_conversation_is_told_by_its_events_alone() -> None:
    take_over = TakeOver(conversation_id=WHERE, agent_id=ANNA)
    topics = (CONVERSATION_COMMANDS_TOPIC, CONVERSATION_EVENTS_TOPIC)
    assert entry_of(Ask(topics[0], take_over, "m:1", "k", topics[1]), Stated("{}")) is None
