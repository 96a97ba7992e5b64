"""The analyses of one conversation."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AnalysisState(StrEnum):
    """Where an analysis stands (rule A4)."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Analysis:
    """One version.

    Attributes:
        version: counts the analyses of the conversation, from 1 (rule A3).
        public_seq: the transcript is complete at this number.
        requested_by: who asked for it again; None for the one after a close.
    """

    id: UUID
    version: int
    public_seq: int
    requested_by: UUID | None
    started_at: datetime
    state: AnalysisState = AnalysisState.RUNNING
    ended_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has no result yet."""
        return self.state is AnalysisState.RUNNING


@dataclass(frozen=True, slots=True)
class Analyses:
    """What is known of one conversation: its newest analysis, if there is any.

    Attributes:
        erased: whether its person was erased: there is nothing to analyse (rule E1).
    """

    conversation_id: UUID
    newest: Analysis | None = None
    erased: bool = False

    def running(self, analysis_id: UUID) -> Analysis | None:
        """The analysis of this id, if it still awaits a result."""
        newest = self.newest
        if newest is None or newest.id != analysis_id or not newest.is_running:
            return None
        return newest

    def ended(self, state: AnalysisState, now: datetime) -> "Analyses":
        """With the newest analysis at its end."""
        if self.newest is None:
            raise ValueError("no analysis to end")
        return replace(self, newest=replace(self.newest, state=state, ended_at=now))
