"""A conversation waits for a human."""

from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.notification import BeginWaiting
from switchboard.notification.model.facts import Limits
from switchboard.notification.model.refusals import ListVerdict
from switchboard.notification.model.telling_of_all import told_of_all
from switchboard.notification.model.waiting import Wait, WaitingList
from switchboard.runtime.roles import Accepted, Send


def begin_waiting(
    waiting: WaitingList, command: BeginWaiting, cause: UUID, limits: Limits, now: datetime
) -> ListVerdict:
    """Note that it waits and who was told; one that waits already goes on (rules O5, P2).

    Whoever came online a moment ago may not have been there yet for the rule that named whom to
    tell, and may have come before this was known here: they are told now.
    """
    known = waiting.waits.get(command.conversation_id, Wait(command.since))
    wait = Wait(known.since, known.told | set(command.told), known.told_of_all)
    after, sends = waiting.with_wait(command.conversation_id, wait), list[Send]()
    for member, at in waiting.arrivals.items():
        if now - at < limits.arrival:
            after, sent = told_of_all(after, member, cause)
            sends += sent
    return Accepted(after, sends=tuple(sends))
