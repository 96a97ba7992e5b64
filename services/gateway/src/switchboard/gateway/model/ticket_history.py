"""What each change made of a ticket, told by comparing it with how it was before."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from switchboard.contracts.words import TicketStatus

_REOPENED = (TicketStatus.RESOLVED, TicketStatus.OPEN)
_FIELDS = ("subject", "description", "user_email", "priority", "status", "assignee_id")


class Difference(BaseModel):
    """One field before and after."""

    field: str
    before: str | None
    after: str | None


class TicketChange(BaseModel):
    """Who did what to a ticket, and when (rule T1)."""

    revision: int
    at: str
    what: str
    """The event's type."""
    agent_id: str | None
    """The member; none when the AI, the user or a rule did."""
    reopened: bool
    """Whether what was resolved is open again (rule T3)."""
    differences: list[Difference]
    """What is different from before; at first, what it was made with."""


def ticket_history(events: Sequence[Mapping[str, Any]]) -> list[TicketChange]:
    """The changes of one ticket.

    Args:
        events: bodies of `ticketing.events`, each with the ticket as it was then, oldest first.
    """
    before: Mapping[str, Any] = {}
    changes: list[TicketChange] = []
    for event in events:
        changes.append(_change(before, event))
        before = event
    return changes


def _change(before: Mapping[str, Any], event: Mapping[str, Any]) -> TicketChange:
    return TicketChange(
        revision=event["revision"],
        at=event["at"],
        what=event["type"],
        agent_id=event.get("agent_id"),
        reopened=(before.get("status"), event.get("status")) == _REOPENED,
        differences=[
            Difference(field=name, before=before.get(name), after=event.get(name))
            for name in _FIELDS
            if before.get(name) != event.get(name)
        ],
    )
