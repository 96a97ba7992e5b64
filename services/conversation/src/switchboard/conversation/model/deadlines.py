"""The deadlines of a conversation: data that is armed by its state and fires once (rule H10).

A deadline is named by the seq at which it was set. It is not moved by every message: one that fires
too early looks at what has happened meanwhile and is armed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from switchboard.contracts.words import Status

if TYPE_CHECKING:
    from switchboard.conversation.model.conversation import Conversation
    from switchboard.conversation.model.facts import Limits


class DeadlineKind(StrEnum):
    """What is looked at when it is due."""

    AI_REPLY = "ai_reply"
    """The open turn is not answered (rule C6)."""
    ACCEPTANCE = "acceptance"
    """Nobody has accepted (rules H8, P3)."""
    REPLY = "reply"
    """The agent has not answered (rule H11)."""
    ABSENCE = "absence"
    """The agent is not there (rule H9)."""
    IDLE = "idle"
    """Nothing has been said for long (rule X4)."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to look, and the seq that names this setting of it."""

    due_at: datetime
    set_at_seq: int


Deadlines = Mapping[DeadlineKind, Deadline]


def scheduled(conversation: "Conversation", limits: "Limits", now: datetime) -> "Conversation":
    """Arm what the state calls for and is not armed; disarm what has no meaning any more.

    Called once after every decision. The deadlines of a turn and of the queue are set where those
    begin, since their events state them.
    """
    if conversation.is_closed:
        return conversation.changed(deadlines={}) if conversation.deadlines else conversation
    if conversation.unanswered and conversation.status is Status.ACTIVE_HUMAN:
        conversation = _awaiting_agent(conversation, limits, now)
    return _awaiting_anything(conversation, limits)


def _awaiting_agent(
    conversation: "Conversation", limits: "Limits", now: datetime
) -> "Conversation":
    """A user waits for the agent: look after three minutes, and whether the agent is there."""
    armed = conversation.deadlines
    reminder = armed.get(DeadlineKind.REPLY)
    remind_at = now + limits.reminder
    if conversation.reminders == 0 and (reminder is None or reminder.due_at > remind_at):
        conversation = conversation.armed(DeadlineKind.REPLY, remind_at)
    if DeadlineKind.ABSENCE not in armed:
        conversation = conversation.armed(DeadlineKind.ABSENCE, now + limits.absence)
    return conversation


def _awaiting_anything(conversation: "Conversation", limits: "Limits") -> "Conversation":
    """A conversation is closed when nothing is said for a day, but not while the user waits."""
    if DeadlineKind.IDLE in conversation.deadlines or conversation.owes_an_answer:
        return conversation
    warn_at = conversation.active_at + limits.idle - limits.idle_warning
    return conversation.armed(DeadlineKind.IDLE, warn_at)
