"""The closed lists of words that messages speak in (see `docs/glossary.md`)."""

from enum import StrEnum


class Source(StrEnum):
    """Who wrote a message; never changes after it is stored."""

    USER = "user"
    AI = "ai"
    AGENT = "agent"
    SYSTEM = "system"
    INTERNAL_NOTE = "internal_note"


class Audience(StrEnum):
    """Who may see a message; fixed when it is stored."""

    PUBLIC = "public"
    TEAM = "team"


class Status(StrEnum):
    """Where a conversation stands; exactly one at any time."""

    ACTIVE_AI = "active_ai"
    WAITING_FOR_HUMAN = "waiting_for_human"
    ACTIVE_HUMAN = "active_human"
    AWAITING_OFFLINE_INFO = "awaiting_offline_info"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent a conversation or ticket is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class SystemLine(StrEnum):
    """What a system message says; every one of these may be public, nothing else may."""

    HUMAN_ASKED_FOR = "human_asked_for"
    AGENT_JOINED = "agent_joined"
    RETURNED_TO_ASSISTANT = "returned_to_assistant"
    NOBODY_AVAILABLE = "nobody_available"
    EMAIL_CONFIRMED = "email_confirmed"
    TICKET_CREATED = "ticket_created"
    LONGER_WAIT = "longer_wait"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"


class HandOffReason(StrEnum):
    """Why a human is asked for."""

    USER_ASKED = "user_asked"
    NO_ANSWER_FOUND = "no_answer_found"
    AI_FAILED = "ai_failed"
    AI_TOO_LATE = "ai_too_late"
    AI_SWITCHED_OFF = "ai_switched_off"
    NOBODY_ACCEPTED = "nobody_accepted"
    UNASSIGNED = "unassigned"
    AGENT_OFFLINE = "agent_offline"
    AGENT_REMOVED = "agent_removed"


class Channel(StrEnum):
    """How the user writes."""

    CHAT = "chat"
    EMAIL = "email"


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    PENDING_INTERNAL = "pending_internal"
    PENDING_USER = "pending_user"
    RESOLVED = "resolved"


class TicketOrigin(StrEnum):
    """What a ticket came of (rule T2)."""

    AGENT = "agent"
    AI = "ai"
    USER = "user"
    OFFLINE_INFO = "offline_info"


class Sentiment(StrEnum):
    """How the user felt, as post-chat analysis reads it."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Role(StrEnum):
    """What a team member may do."""

    ADMIN = "admin"
    DEVELOPER = "developer"
    AGENT = "agent"
