"""What was not done."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import ShortText


class CommandRefused(ConversationEvent):
    """A service's own command was refused."""

    type: Literal["conversation.command_refused"] = "conversation.command_refused"
    version: Literal[1] = 1
    command_id: UUID
    command_type: ShortText
    code: ShortText
