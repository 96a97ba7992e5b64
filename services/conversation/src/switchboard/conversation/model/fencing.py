"""Whether something that the AI proposes may still happen (rule C3)."""

from datetime import datetime

from switchboard.contracts.words import Status
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.refusals import Code


def objection(conversation: Conversation, turn: int, epoch: int, now: datetime) -> Code | None:
    """Why a proposal of the AI is not accepted, or None; the first reason in this order counts."""
    if conversation.is_closed:
        return Code.CLOSED
    if conversation.status is not Status.ACTIVE_AI:
        return Code.AI_PAUSED
    if conversation.epoch != epoch:
        return Code.STALE_EPOCH
    if conversation.turn is None or conversation.turn.number != turn:
        return Code.STALE_TURN
    if now >= conversation.turn.due_at:
        return Code.TOO_LATE
    return None
