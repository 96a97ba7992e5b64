"""The closed list of reasons for which a command is refused, and how a refusal is made."""

from enum import StrEnum
from typing import TypeAlias

from switchboard.conversation.model.conversation import Conversation
from switchboard.runtime.roles import Accepted, Forwarded, Refused

Verdict: TypeAlias = Accepted[Conversation] | Refused[Conversation] | Forwarded


class Code(StrEnum):
    """Stable codes; clients and other services act on them."""

    CLOSED = "closed"
    """The conversation has ended for good (rule X1)."""
    UNKNOWN_CONVERSATION = "unknown_conversation"
    """There is no such conversation for whoever asks; also when it belongs to somebody else."""
    UNKNOWN_MEMBER = "unknown_member"
    """The agent is not on the team (any more)."""
    ALREADY_ACCEPTED = "already_accepted"
    """Another agent has it (rule H5); data: agent_id, agent_name."""
    NOT_ASSIGNED = "not_assigned"
    """Another agent answers here (rule D1); data: agent_id, agent_name."""
    AI_PAUSED = "ai_paused"
    """The AI may not write now (rules C2, C7)."""
    STALE_EPOCH = "stale_epoch"
    """Who may answer has changed since the run began (rule C3)."""
    STALE_TURN = "stale_turn"
    """The run's turn is not the open one (rule C5)."""
    TOO_LATE = "too_late"
    """The turn's deadline has passed (rule C6)."""
    AI_ALREADY_ACTIVE = "ai_already_active"
    """There is nothing to return: the AI answers already."""
    AI_SWITCHED_OFF = "ai_switched_off"
    """The AI answers nobody now (rule C1)."""
    NOT_AWAITING_EMAIL = "not_awaiting_email"
    """No e-mail address is asked for in this state (rule O2)."""
    EMAIL_CORRECTED_ALREADY = "email_corrected_already"
    """An address can be corrected once (rule O3)."""
    IDENTIFIED_ALREADY = "identified_already"
    """The conversation is another person's (rule I2)."""
    NO_PROBLEM = "no_problem"
    """A ticket is asked for, and nothing was said that it could be about."""
    MEMBER_OFFLINE = "member_offline"
    """The member is not there; the agent may assign all the same (rule D4)."""
    BAD_EMAIL = "bad_email"
    """This is no e-mail address."""
    ERASED = "erased"
    """The person of this conversation was erased: it takes no more words (rule E1)."""


def refused(code: Code) -> Refused[Conversation]:
    """A refusal that says nothing but its code."""
    return Refused(code=code.value, forgets=code is Code.ERASED)


def refused_for(code: Code, conversation: Conversation) -> Refused[Conversation]:
    """A refusal that names the agent who has the conversation."""
    return Refused(
        code=code.value,
        data={"agent_id": str(conversation.agent_id), "agent_name": conversation.agent_name},
    )
