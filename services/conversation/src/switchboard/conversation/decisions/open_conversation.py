"""A visitor opens a conversation without a first message."""

from datetime import datetime

from switchboard.contracts.commands.conversation import OpenConversation
from switchboard.contracts.envelope import Envelope
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.opening import may_open, opened
from switchboard.conversation.model.refusals import Code, Verdict, refused
from switchboard.runtime.roles import Accepted


def open_conversation(
    conversation: Conversation | None,
    command: OpenConversation,
    envelope: Envelope,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Begin the conversation; one that has begun already stays as it is (rules C1, X2)."""
    if conversation is None:
        if not may_open(command, envelope):
            return refused(Code.UNKNOWN_CONVERSATION)
        return opened(command, envelope, facts, now, answer=True).accepted()
    if not conversation.is_of(command.visitor_id, envelope.chain):
        return refused(Code.UNKNOWN_CONVERSATION)
    if conversation.is_closed:
        return refused(Code.CLOSED)
    return Accepted(conversation)
