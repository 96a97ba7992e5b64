"""What is set by hand, and who follows."""

from typing import Literal

from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import MemberId, ShortText
from switchboard.contracts.words import Priority


class UserEmailProvided(ConversationEvent):
    """The user left an e-mail address (rule O3)."""

    type: Literal["conversation.user_email_provided"] = "conversation.user_email_provided"
    version: Literal[1] = 1
    email: ShortText
    agent_id: MemberId | None = None
    """The agent who wrote it down, if it was not the user."""


class PriorityChanged(ConversationEvent):
    """The team sees the conversation as more or less urgent."""

    type: Literal["conversation.priority_changed"] = "conversation.priority_changed"
    version: Literal[1] = 1
    agent_id: MemberId
    previous: Priority
    priority: Priority


class CollaboratorAdded(ConversationEvent):
    """A member follows the conversation, and may write in it (rule D1)."""

    type: Literal["conversation.collaborator_added"] = "conversation.collaborator_added"
    version: Literal[1] = 1
    agent_id: MemberId
    member_id: MemberId
    notify: tuple[MemberId, ...] = ()


class CollaboratorRemoved(ConversationEvent):
    """A member follows the conversation no longer."""

    type: Literal["conversation.collaborator_removed"] = "conversation.collaborator_removed"
    version: Literal[1] = 1
    agent_id: MemberId
    member_id: MemberId
    withdraw_from: tuple[MemberId, ...] = ()
    """The member, who need not know any more that they follow it."""
