"""The assigned agent is offline while the user waits."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.words import HandOffReason
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.handing_off import with_human_asked_for
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted


def release_absent_agent(
    conversation: Conversation, timer_id: UUID, facts: Facts, now: datetime
) -> Accepted[Conversation]:
    """After five minutes offline the conversation goes back into the queue (rules H9, P3).

    The deadline is set with the unanswered message; when it comes it looks at how long the agent
    has been offline while this user waits for them, and is set again for the remainder, or as a
    whole if the agent is there. An older message's deadline, or one who was assigned although they
    were offline (rule D4), does not make it shorter.
    """
    waits_since = conversation.waits_for_agent_since
    if waits_since is None or conversation.agent_id is None:
        return Accepted(conversation.disarmed(DeadlineKind.ABSENCE))
    offline_since = facts.offline_since(conversation.agent_id) or now
    due_at = max(offline_since, waits_since) + facts.limits.absence
    if now < due_at:
        return Accepted(conversation.armed(DeadlineKind.ABSENCE, due_at))
    story = Story(conversation, timer_id, now)
    return with_human_asked_for(story, facts, HandOffReason.AGENT_OFFLINE).accepted()
