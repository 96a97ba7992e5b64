"""Nobody has written for a long time."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from switchboard.contracts.words import SystemLine
from switchboard.conversation.model.closing import with_closed
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted

CLOSING_SOON = "We close this conversation soon, since nothing has been said for a while."


def close_idle_conversation(
    conversation: Conversation, timer_id: UUID, facts: Facts, now: datetime
) -> Accepted[Conversation]:
    """Warn the user an hour before, then close; never while the user waits (rule X4).

    The deadline is not moved by messages: when it comes it looks at the last one. Where the user
    waits it is disarmed; the answer arms it again.
    """
    if conversation.owes_an_answer:
        return Accepted(conversation.disarmed(DeadlineKind.IDLE))
    limits = facts.limits
    warn_at = conversation.active_at + limits.idle - limits.idle_warning
    if not conversation.idle_warned and now < warn_at:
        return Accepted(conversation.armed(DeadlineKind.IDLE, warn_at))
    story = Story(conversation, timer_id, now)
    if conversation.idle_warned:
        return with_closed(story, agent_id=None).accepted()
    told = story.system_line(SystemLine.CLOSING_SOON, CLOSING_SOON)
    warned = told.conversation.changed(idle_warned=True)
    armed = warned.armed(DeadlineKind.IDLE, now + limits.idle_warning)
    return replace(told, conversation=armed).accepted()
