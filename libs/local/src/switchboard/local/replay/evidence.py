"""Everything that the audit compares, once collected: plain values, and the verdict on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from switchboard.contracts.words import Status
from switchboard.local.replay.auditing import (
    Fault,
    Finding,
    Holding,
    audit,
    audit_analyses,
    audit_lost_replies,
    audit_rows,
)
from switchboard.local.replay.from_database import Database
from switchboard.local.replay.from_kafka import Record, lost_replies, position_findings
from switchboard.local.replay.played import Played


@dataclass(frozen=True)
class Evidence:
    """What was found.

    Attributes:
        views: from the API and from Kafka; the database brings its own.
        records: of Kafka, as read.
        analysed: the conversations with a completed analysis, by the place that tells of it.
    """

    database: Database
    views: Sequence[Holding]
    records: Sequence[Record]
    analysed: Mapping[str, Sequence[UUID]]

    @property
    def holdings(self) -> list[Holding]:
        """Every view, in the order in which the report shows them."""
        stored = self.database
        return [stored.messages, stored.events, stored.public, *self.views]

    def lost(self, played: Sequence[Played]) -> int:
        """How many replies of the AI lost to a take-over."""
        return lost_replies(self.records, (one.conversation_id for one in played))

    def findings(self, played: Sequence[Played], lost_at_least: int) -> list[Finding]:
        """All that is not as it must be."""
        return [
            *chain.from_iterable(audit(played, holding) for holding in self.holdings),
            *audit_rows(played, self.database.messages, self.database.events),
            *self._not_closed(played),
            *position_findings(self.records),
            *chain.from_iterable(
                audit_analyses(played, place, found) for place, found in self.analysed.items()
            ),
            *audit_lost_replies(played, self.lost(played), lost_at_least),
        ]

    def _not_closed(self, played: Sequence[Played]) -> Iterator[Finding]:
        for one in played:
            status = self.database.status.get(one.conversation_id, "nowhere")
            if status != Status.CLOSED.value:
                detail = f"the conversation is {status}"
                yield Finding(Fault.NOT_CLOSED, "database, conversations", one.name, detail)


def is_behind(findings: Sequence[Finding]) -> bool:
    """Whether some view has not heard everything yet, or a reply is still held: look again."""
    late = (Fault.ENDS_EARLY, Fault.TOO_FEW_LOST_REPLIES)
    return any(finding.fault in late for finding in findings)
