"""Asking for a human (rules H2-H4, O1, O2)."""

from dataclasses import replace

from switchboard.contracts.events.conversation import HandOffRequested
from switchboard.contracts.words import HandOffReason, Status, SystemLine
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.story import Story

WAITING = "A team member has been asked to join. Please stay with us."
NOBODY = (
    "Nobody from the team is available right now. Please leave your e-mail address and describe"
    " your problem, and we will answer by e-mail."
)
NOBODY_EMAIL_KNOWN = (
    "Nobody from the team is available right now. Please describe your problem; we will answer to"
    " the e-mail address that you gave us."
)


def with_human_asked_for(
    story: Story, facts: Facts, reason: HandOffReason, *, answer: bool = False
) -> Story:
    """Put the conversation into the queue, or, with nobody to be had, ask for an e-mail address.

    While it is not yet known who is there, the conversation waits and is judged again later.
    """
    if not facts.online and facts.presence_known:
        return with_nobody_available(story, reason, answer=answer)
    told = story.tell(
        HandOffRequested,
        answer=answer,
        reason=reason,
        status=Status.WAITING_FOR_HUMAN,
        epoch=story.conversation.epoch + 1,
        notify=facts.within_reach(),
    ).system_line(SystemLine.HUMAN_ASKED_FOR, WAITING)
    if facts.online:
        return told
    judged_at = story.now + facts.limits.presence_grace
    return replace(told, conversation=told.conversation.changed(presence_judged_at=judged_at))


def with_nobody_available(story: Story, reason: HandOffReason, *, answer: bool = False) -> Story:
    """Ask for an e-mail address, since nobody can be had (rules O1, O2)."""
    known = story.conversation.user_email is not None
    return story.tell(
        HandOffRequested,
        answer=answer,
        reason=reason,
        status=Status.AWAITING_OFFLINE_INFO,
        epoch=story.conversation.epoch + 1,
    ).system_line(SystemLine.NOBODY_AVAILABLE, NOBODY_EMAIL_KNOWN if known else NOBODY)
