"""The agent has not answered the user for a while."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from switchboard.contracts.events.conversation import ReplyOverdue, ReplyReminded
from switchboard.contracts.words import SystemLine
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.story import Story
from switchboard.runtime.roles import Accepted

LONGER = "Thank you for your patience. It takes longer than usual; somebody will be with you."


def remind_of_reply(
    conversation: Conversation, timer_id: UUID, facts: Facts, now: datetime
) -> Accepted[Conversation]:
    """Remind the agent, then the others; who answers stays as it is (rule H11)."""
    since = conversation.waits_for_agent_since
    if since is None or conversation.agent_id is None:
        return Accepted(conversation.disarmed(DeadlineKind.REPLY))
    reminded = conversation.reminders > 0
    due_at = since + (facts.limits.overdue if reminded else facts.limits.reminder)
    if now < due_at:
        return Accepted(conversation.armed(DeadlineKind.REPLY, due_at))
    story = Story(conversation, timer_id, now)
    if reminded:
        return _overdue(story, facts, since).accepted()
    told = story.tell(ReplyReminded, unanswered_since=since, notify=(conversation.agent_id,))
    next_at = max(since + facts.limits.overdue, now)
    armed = told.conversation.armed(DeadlineKind.REPLY, next_at)
    return replace(told, conversation=armed).accepted()


def _overdue(story: Story, facts: Facts, since: datetime) -> Story:
    """Tell the collaborators and everyone online, and the user once, whoever lets them wait."""
    conversation = story.conversation
    others = {m for m in (*conversation.collaborators, *facts.online) if m != conversation.agent_id}
    told = story.tell(ReplyOverdue, unanswered_since=since, notify=tuple(sorted(others)))
    told = replace(told, conversation=told.conversation.disarmed(DeadlineKind.REPLY))
    if conversation.told_of_longer_wait:
        return told
    return told.system_line(SystemLine.LONGER_WAIT, LONGER)
