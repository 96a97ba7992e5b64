"""Which jobs a change of analyses calls for."""

from collections.abc import Sequence

from switchboard.analysis.decisions.miss_result import PATIENCE
from switchboard.analysis.model.analyses import Analyses
from switchboard.contracts.events.analysis import AnalysisStarted
from switchboard.runtime.jobs import Lane, NewJob
from switchboard.runtime.roles import Change

ANALYZE = "analyze"
"""The kind of job that analyses one conversation."""


def new_jobs(changes: Sequence[Change[Analyses]]) -> list[NewJob]:
    """A job for each analysis that began; nobody waits for it."""
    began = [
        say.message
        for change in changes
        for say in change.says
        if isinstance(say.message, AnalysisStarted)
    ]
    return [
        NewJob(
            fact.analysis_id,
            ANALYZE,
            Lane.BULK,
            str(fact.conversation_id),
            {"public_seq": fact.public_seq},
            give_up_at=fact.at + PATIENCE,
        )
        for fact in began
    ]
