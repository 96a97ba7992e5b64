"""Asking for a human (rules H2-H4, H7-H9, O1, O2, P2, P3)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from switchboard.contracts.events.conversation import HandOffEscalated, HandOffRequested
from switchboard.contracts.words import HandOffReason, Status, SystemLine
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.offline_info import with_ticket_if_owed
from switchboard.conversation.model.story import Story

WAITING = "A team member has been asked to join. Please stay with us."
NOBODY = (
    "Nobody from the team is available right now. Please leave your e-mail address and describe"
    " your problem, and we will answer by e-mail."
)
NOBODY_PROBLEM_KNOWN = (
    "Nobody from the team is available right now. Please leave your e-mail address, and we will"
    " answer by e-mail."
)
NOBODY_EMAIL_KNOWN = (
    "Nobody from the team is available right now. Please confirm your e-mail address; we will"
    " answer there."
)
NOBODY_ONLY_EMAIL_KNOWN = (
    "Nobody from the team is available right now. Please confirm your e-mail address and describe"
    " your problem; we will answer there."
)
NOBODY_EMAIL_GIVEN = (
    "Nobody from the team is available right now. We have your e-mail address and will answer"
    " there."
)
NOBODY_ONLY_EMAIL_GIVEN = (
    "Nobody from the team is available right now. We have your e-mail address. Please describe your"
    " problem here, and we will answer there."
)


def with_human_asked_for(
    story: Story,
    facts: Facts,
    reason: HandOffReason,
    *,
    answer: bool = False,
    agent_id: UUID | None = None,
) -> Story:
    """Put the conversation into the queue, or, with nobody to be had, ask for an e-mail address.

    Every entry to Waiting for Human is this one step (rule P3). While it is not yet known who is
    there, the conversation waits and is judged again as soon as it is.
    """
    if facts.nobody_to_be_had:
        return with_nobody_available(story, reason, answer=answer, agent_id=agent_id)
    told = story.tell(
        HandOffRequested,
        answer=answer,
        reason=reason,
        status=Status.WAITING_FOR_HUMAN,
        epoch=story.conversation.epoch + 1,
        notify=facts.within_reach(),
        reach_out=() if facts.online else tuple(sorted(facts.away)),
        agent_id=agent_id,
        withdraw_from=_moot_for(story),
    ).system_line(SystemLine.HUMAN_ASKED_FOR, WAITING)
    known = facts.online or facts.away
    wait = facts.limits.escalation if known else facts.limits.presence_grace
    return _armed(told, DeadlineKind.ACCEPTANCE, wait)


def with_escalation(story: Story, facts: Facts) -> Story:
    """Tell everyone once more; the user is asked for an e-mail address later on (rule H8).

    Whoever is told has at least the time of an escalation to accept, also if this comes late.
    """
    limits, since = facts.limits, story.conversation.waiting_since or story.now
    told = story.tell(
        HandOffEscalated,
        notify=tuple(sorted(facts.online)),
        reach_out=tuple(sorted(facts.away)),
        waiting_since=since,
    )
    wait = max(since + limits.giving_up - story.now, limits.escalation)
    return _armed(told, DeadlineKind.ACCEPTANCE, wait)


def with_nobody_available(
    story: Story, reason: HandOffReason, *, answer: bool = False, agent_id: UUID | None = None
) -> Story:
    """Ask for an e-mail address, since nobody can be had (rules O1, O2).

    Who left one here before is not asked again: their problem becomes a ticket now (rule O3).
    """
    told = story.tell(
        HandOffRequested,
        answer=answer,
        reason=reason,
        status=Status.AWAITING_OFFLINE_INFO,
        epoch=story.conversation.epoch + 1,
        agent_id=agent_id,
        withdraw_from=_moot_for(story),
    ).system_line(SystemLine.NOBODY_AVAILABLE, _prompt(story))
    return with_ticket_if_owed(told)


def _moot_for(story: Story) -> tuple[UUID, ...]:
    """Who was told of the agent that it no longer has; of one that waits nothing is moot."""
    return story.conversation.holders if story.conversation.agent_id is not None else ()


def _prompt(story: Story) -> str:
    """What asks for whatever is missing, and shows a known address to be confirmed (rule O2)."""
    problem_known = story.conversation.problem is not None
    if story.conversation.emails_given:
        return NOBODY_EMAIL_GIVEN if problem_known else NOBODY_ONLY_EMAIL_GIVEN
    if story.conversation.user_email is not None:
        return NOBODY_EMAIL_KNOWN if problem_known else NOBODY_ONLY_EMAIL_KNOWN
    return NOBODY_PROBLEM_KNOWN if problem_known else NOBODY


def _armed(story: Story, kind: DeadlineKind, wait: timedelta) -> Story:
    return replace(story, conversation=story.conversation.armed(kind, story.now + wait))
