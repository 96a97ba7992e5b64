"""What the conversation service states to the team: every fact, with a gap-free `seq`."""

from switchboard.contracts.events.conversation.control import (
    AgentTookOver,
    AiReplyDiscarded,
    ConversationAccepted,
    HandOffEscalated,
    HandOffRequested,
    ReturnedToAi,
    TurnOpened,
)
from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.events.conversation.life import (
    ConversationClosed,
    ConversationOpened,
    PersonErased,
    UserIdentified,
)
from switchboard.contracts.events.conversation.messages import (
    AgentMessageSent,
    AiMessageSent,
    InternalNoteAdded,
    MembersMentioned,
    Mention,
    SystemMessageAdded,
    UserMessageSent,
)
from switchboard.contracts.events.conversation.refusals import CommandRefused
from switchboard.contracts.events.conversation.reminders import (
    ReminderAnswered,
    ReplyOverdue,
    ReplyReminded,
)
from switchboard.contracts.events.conversation.setting import (
    CollaboratorAdded,
    CollaboratorRemoved,
    PriorityChanged,
    UserEmailProvided,
)
from switchboard.contracts.events.conversation.tickets import (
    OfflineInfoCompleted,
    TicketReplyReceived,
    TicketRequested,
)

CONVERSATION_EVENTS = (
    ConversationOpened,
    UserIdentified,
    UserMessageSent,
    AgentMessageSent,
    AiMessageSent,
    InternalNoteAdded,
    MembersMentioned,
    SystemMessageAdded,
    TurnOpened,
    AiReplyDiscarded,
    HandOffRequested,
    HandOffEscalated,
    ConversationAccepted,
    AgentTookOver,
    ReturnedToAi,
    UserEmailProvided,
    OfflineInfoCompleted,
    TicketRequested,
    TicketReplyReceived,
    ReplyReminded,
    ReplyOverdue,
    ReminderAnswered,
    PriorityChanged,
    CollaboratorAdded,
    CollaboratorRemoved,
    ConversationClosed,
    CommandRefused,
    PersonErased,
)
__all__ = [
    "CONVERSATION_EVENTS",
    "AgentMessageSent",
    "AgentTookOver",
    "AiMessageSent",
    "AiReplyDiscarded",
    "CollaboratorAdded",
    "CollaboratorRemoved",
    "CommandRefused",
    "ConversationAccepted",
    "ConversationClosed",
    "ConversationEvent",
    "ConversationOpened",
    "HandOffEscalated",
    "HandOffRequested",
    "InternalNoteAdded",
    "MembersMentioned",
    "Mention",
    "OfflineInfoCompleted",
    "PersonErased",
    "PriorityChanged",
    "ReminderAnswered",
    "ReplyOverdue",
    "ReplyReminded",
    "ReturnedToAi",
    "SystemMessageAdded",
    "TicketReplyReceived",
    "TicketRequested",
    "TurnOpened",
    "UserEmailProvided",
    "UserIdentified",
    "UserMessageSent",
]
