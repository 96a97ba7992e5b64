"""Nobody has accepted a waiting conversation yet."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.words import HandOffReason
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_escalation, with_nobody_available
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def escalate_hand_off(
    conversation: Conversation, timer_id: UUID, facts: Facts, now: datetime
) -> Accepted[Conversation]:
    """Judge again who is there: go on waiting, tell everyone once more, or give up (H8, P2, P3).

    Before the first two minutes are over it is only asked whether anybody is there at all. Then
    somebody has to be online, and is told once more; the next time the user is asked for an
    e-mail address. So they are after ten minutes for which nobody knew who was there; a look that
    was due earlier and comes late, as after a start, is followed by another one (rule P1).
    """
    story = Story(conversation, timer_id, now)
    since = conversation.waiting_since or now
    escalates_at, gives_up_at = since + facts.limits.escalation, since + facts.limits.giving_up
    if conversation.escalated:
        return with_nobody_available(story, HandOffReason.NOBODY_ACCEPTED).accepted()
    is_last_look = conversation.deadlines[DeadlineKind.ACCEPTANCE].due_at >= gives_up_at
    if not facts.presence_known and not facts.online and not is_last_look:
        return _again(conversation, now + facts.limits.presence_grace)
    if now < escalates_at and not facts.nobody_to_be_had:
        return _again(conversation, escalates_at)
    if facts.online:
        return with_escalation(story, facts).accepted()
    return with_nobody_available(story, HandOffReason.NOBODY_ACCEPTED).accepted()


def _again(conversation: Conversation, due_at: datetime) -> Accepted[Conversation]:
    return Accepted(conversation.armed(DeadlineKind.ACCEPTANCE, due_at))
