"""How a conversation begins and ends, and whose it is."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import ConversationId, MemberId, PersonId, ShortText, VisitorId
from switchboard.contracts.words import Status


class ConversationOpened(ConversationEvent):
    """A conversation began (rules C1, X2)."""

    type: Literal["conversation.opened"] = "conversation.opened"
    version: Literal[1] = 1
    visitor_id: VisitorId
    site: ShortText
    status: Status
    epoch: int
    previous_conversation_id: ConversationId | None = None
    user_name: ShortText | None = None
    person_id: PersonId | None = None
    """The person whom the visitor was known to be (rule I1)."""


class UserIdentified(ConversationEvent):
    """The host site vouches for who the user is; the conversation is this person's (I1, I2)."""

    type: Literal["conversation.user_identified"] = "conversation.user_identified"
    version: Literal[1] = 1
    visitor_id: VisitorId
    """The browser from which it was said."""
    person: VouchedPerson


class ConversationClosed(ConversationEvent):
    """The conversation ended for good (rules X1, X5)."""

    type: Literal["conversation.closed"] = "conversation.closed"
    version: Literal[1] = 1
    agent_id: MemberId | None = None
    status: Status
    epoch: int
    public_seq: int
    """The public number of the closing line."""
    withdraw_from: tuple[MemberId, ...] = ()


class PersonErased(ConversationEvent):
    """What this conversation held of a person is unreadable now (rules E1, E2)."""

    type: Literal["conversation.person_erased"] = "conversation.person_erased"
    version: Literal[1] = 1
    erasure_id: UUID
