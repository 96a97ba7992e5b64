"""The AI's runs in one conversation."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    """The AI may not answer any more (rule C7)."""
    FINISHED = "finished"
    """The conversation service has decided about its proposal."""


@dataclass(frozen=True, slots=True)
class Run:
    """One turn's search for an answer.

    Attributes:
        answer_up_to_public_seq: the last message that it answers.
        answered_public_seq: the last user message that was answered before.
        transcript_public_seq: how much of the conversation it reads.
        job_id: the job that does the work.
        give_up_at: when looking ends and a human is asked for instead.
        outcome: what was decided, once it is finished.
    """

    turn: int
    epoch: int
    answer_up_to_public_seq: int
    answered_public_seq: int
    transcript_public_seq: int
    job_id: UUID
    started_at: datetime
    give_up_at: datetime
    state: RunState = RunState.RUNNING
    outcome: str | None = None
    ended_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether nothing ended it yet."""
        return self.state is RunState.RUNNING

    def ended(self, state: RunState, now: datetime, outcome: str | None = None) -> "Run":
        """The run after its end."""
        return replace(self, state=state, outcome=outcome, ended_at=now)


@dataclass(frozen=True, slots=True)
class Runs:
    """What the assistant knows of one conversation.

    Attributes:
        stopped_before_epoch: runs of earlier epochs may not answer any more.
        newest: the run of the newest turn.
    """

    conversation_id: UUID
    stopped_before_epoch: int = 0
    newest: Run | None = None
