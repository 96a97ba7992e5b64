"""What all facts of a conversation have."""

from switchboard.contracts.message import ConversationId, Message, Moment


class ConversationEvent(Message):
    """A fact of one conversation."""

    conversation_id: ConversationId
    seq: int
    """The conversation's own gap-free number, from 1."""
    at: Moment
