"""A user whom nobody answers."""

from typing import Literal

from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import MemberId, Moment


class ReplyReminded(ConversationEvent):
    """The assigned agent left the user without an answer for a while (rule H11)."""

    type: Literal["conversation.reply_reminded"] = "conversation.reply_reminded"
    version: Literal[1] = 1
    unanswered_since: Moment
    notify: tuple[MemberId, ...]


class ReplyOverdue(ConversationEvent):
    """The user has waited too long for the assigned agent: others are told too (rule H11)."""

    type: Literal["conversation.reply_overdue"] = "conversation.reply_overdue"
    version: Literal[1] = 1
    unanswered_since: Moment
    notify: tuple[MemberId, ...]


class ReminderAnswered(ConversationEvent):
    """The user whom members were reminded of was answered (rule H11)."""

    type: Literal["conversation.reminder_answered"] = "conversation.reminder_answered"
    version: Literal[1] = 1
    withdraw_from: tuple[MemberId, ...]
    """The members whose reminder is moot now."""
