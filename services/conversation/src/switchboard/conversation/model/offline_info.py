"""What the user leaves while nobody can be had (rules O2, O3, O7)."""

import re

from switchboard.contracts.events.conversation import OfflineInfoCompleted
from switchboard.contracts.words import Status
from switchboard.conversation.model.story import Story

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST = 254
MOST_ADDRESSES = 2
"""The first one and one correction."""


def address(text: str) -> str | None:
    """The e-mail address that a text is, or None.

    What counts as one: one `@`, a domain with a dot, no space, at most 254 characters (RFC 5321,
    section 4.5.3.1); whether it exists only a message to it can tell.
    """
    email = text.strip()
    return email if len(email) <= _LONGEST and _ADDRESS.fullmatch(email) else None


def with_ticket_if_owed(story: Story) -> Story:
    """Ask for the one ticket as soon as both the address and the problem are known.

    Called wherever one of them may come, with an address and with a message of the user, and where
    nobody can be had once more after the address was left.
    """
    conversation = story.conversation
    awaited = conversation.status is Status.AWAITING_OFFLINE_INFO and conversation.emails_given
    if not awaited or conversation.offline_ticket_owed or conversation.problem is None:
        return story
    return story.tell(
        OfflineInfoCompleted,
        email=conversation.user_email,
        problem=conversation.problem,
        priority=conversation.priority,
    )
