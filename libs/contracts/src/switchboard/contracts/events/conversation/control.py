"""Who may answer: the AI and its turns, a human who is asked for, an agent."""

from typing import Literal
from uuid import UUID

from switchboard.contracts.events.conversation.fact import ConversationEvent
from switchboard.contracts.message import MemberId, Moment, ShortText
from switchboard.contracts.words import HandOffReason, Status


class TurnOpened(ConversationEvent):
    """The AI has to answer by `due_at` (rules C5, C6)."""

    type: Literal["conversation.turn_opened"] = "conversation.turn_opened"
    version: Literal[1] = 1
    turn: int
    epoch: int
    answer_up_to_seq: int
    public_seq: int
    """The public number of the last message to be answered."""
    answered_public_seq: int = 0
    """The public number of the last user message that was answered before; 0 for none."""
    transcript_public_seq: int = 0
    """The public number of the newest record: lines of the system may follow the last message."""
    due_at: Moment


class AiReplyDiscarded(ConversationEvent):
    """A proposal of the AI was refused, with the reason (rule C3)."""

    type: Literal["conversation.ai_reply_discarded"] = "conversation.ai_reply_discarded"
    version: Literal[1] = 1
    proposal_id: UUID
    turn: int
    epoch: int
    code: ShortText


class HandOffRequested(ConversationEvent):
    """A human is asked for (rules H1-H3); `agent_id` put it back into the queue (rule H7)."""

    type: Literal["conversation.hand_off_requested"] = "conversation.hand_off_requested"
    version: Literal[1] = 1
    reason: HandOffReason
    status: Status
    epoch: int
    notify: tuple[MemberId, ...] = ()
    """The members to tell."""
    reach_out: tuple[MemberId, ...] = ()
    """Those of them who are away: to be told outside the panel too (rule P2)."""
    agent_id: MemberId | None = None
    withdraw_from: tuple[MemberId, ...] = ()
    """The members to whom it was given, or who were told that its agent is awaited: moot now."""


class HandOffEscalated(ConversationEvent):
    """Nobody has accepted for a while: everyone is told once more (rule H8)."""

    type: Literal["conversation.hand_off_escalated"] = "conversation.hand_off_escalated"
    version: Literal[1] = 1
    notify: tuple[MemberId, ...]
    reach_out: tuple[MemberId, ...] = ()
    """Members who are away: to be told outside the panel."""
    waiting_since: Moment | None = None


class ConversationAccepted(ConversationEvent):
    """An agent won the conversation (rules H5, H6)."""

    type: Literal["conversation.accepted"] = "conversation.accepted"
    version: Literal[1] = 1
    agent_id: MemberId
    agent_name: ShortText
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()
    """The members whose notification is moot now."""
    assigned_by: MemberId | None = None
    """The agent who assigned it to this one; none when they accepted by themselves (rule H6)."""
    notify: tuple[MemberId, ...] = ()
    """The members to tell that it was assigned."""


class AgentTookOver(ConversationEvent):
    """An agent took the conversation from the AI or from another agent (rule D1)."""

    type: Literal["conversation.agent_took_over"] = "conversation.agent_took_over"
    version: Literal[1] = 1
    agent_id: MemberId
    agent_name: ShortText
    previous_agent_id: MemberId | None = None
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()
    assigned_by: MemberId | None = None
    notify: tuple[MemberId, ...] = ()
    """The members to tell: who has it now, if somebody else said so, and who had it (rule D5)."""


class ReturnedToAi(ConversationEvent):
    """The AI may answer again: an agent said so (rule C8), or the user chose it (rule O6)."""

    type: Literal["conversation.returned_to_ai"] = "conversation.returned_to_ai"
    version: Literal[1] = 1
    agent_id: MemberId | None = None
    """The agent; none when the user chose to go on with the assistant."""
    status: Status
    epoch: int
    withdraw_from: tuple[MemberId, ...] = ()
