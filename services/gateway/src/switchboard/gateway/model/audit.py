"""What the audit log says: who did what to whom, in ids, codes and numbers alone (rule Team)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from switchboard.contracts.events import conversation as facts
from switchboard.contracts.message import Message
from switchboard.gateway.model.principals import Agent


class Deed(StrEnum):
    """What the gateway itself sees done; what other services decide has its command's name."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a name
    PASSWORD_SET_BY_LINK = "password_set_by_link"  # noqa: S105
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105
    INVITATION_MADE = "invitation_made"
    MEMBER_ADDED = "member_added"
    MEMBER_CHANGED = "member_changed"
    API_KEY_MADE = "api_key_made"
    API_KEY_REVOKED = "api_key_revoked"
    IDENTITY_SECRET_MADE = "identity_secret_made"  # noqa: S105
    IDENTITY_SECRET_ENDED = "identity_secret_ended"  # noqa: S105
    VISITOR_REVOKED = "visitor_revoked"
    CANNED_RESPONSE_SAVED = "canned_response_saved"
    CANNED_RESPONSE_REMOVED = "canned_response_removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Attributes:
        action: a deed, or the type of a command or event.
        member_id: who did it; None for a stranger, or the server's command line.
        api_key_id: with which of their keys, if with one.
        subject_id: whom or what it was done to.
        details: codes, numbers and names of fields.
        entry_id: derived where a repeat must not be a second line.
    """

    action: str
    member_id: UUID | None = None
    api_key_id: UUID | None = None
    subject_id: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    entry_id: UUID | None = None


def entry_by(agent: Agent, deed: Deed, subject_id: UUID | None = None) -> Entry:
    """What a member did, or a program with their API key."""
    return Entry(deed, agent.member_id, agent.api_key_id, subject_id)


@dataclass(frozen=True, slots=True)
class ConversationAct:
    """What a member did to a conversation, as its event says."""

    entry_id: UUID
    at: datetime
    action: str
    member_id: UUID
    subject_id: UUID | None
    conversation_id: UUID


ACTS = (
    facts.ConversationAccepted,
    facts.AgentTookOver,
    facts.HandOffRequested,
    facts.ReturnedToAi,
    facts.UserEmailProvided,
    facts.PriorityChanged,
    facts.CollaboratorAdded,
    facts.CollaboratorRemoved,
    facts.ConversationClosed,
)
"""The events that say what a member did to a conversation; what they wrote stands there itself."""


def conversation_act(event: Message) -> ConversationAct | None:
    """What a member did; None for what the user, the AI or a deadline did."""
    fact: Any = event
    agent = getattr(fact, "agent_id", None)
    by = getattr(fact, "assigned_by", None) or agent
    if not isinstance(event, ACTS) or by is None:
        return None
    subject = getattr(fact, "member_id", None) or (agent if by != agent else None)
    return ConversationAct(
        entry_id=uuid5(fact.conversation_id, f"act {fact.seq}"),
        at=fact.at,
        action=event.message_type(),
        member_id=by,
        subject_id=subject,
        conversation_id=fact.conversation_id,
    )
