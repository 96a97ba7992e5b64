"""It is known now who is there, for a conversation that was handed off before it was."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.words import HandOffReason
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_nobody_available
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def judge_presence(
    conversation: Conversation, timer_id: UUID, facts: Facts, now: datetime
) -> Accepted[Conversation]:
    """Go on waiting if somebody is there, else ask for an e-mail address (rules O1, P3)."""
    if facts.online:
        return Accepted(conversation.changed(presence_judged_at=None))
    if not facts.presence_known:
        later = now + facts.limits.presence_grace
        return Accepted(conversation.changed(presence_judged_at=later))
    reason = conversation.hand_off_reason or HandOffReason.USER_ASKED
    return with_nobody_available(Story(conversation, timer_id, now), reason).accepted()
