"""No worker has recorded a result for a long time."""

from datetime import datetime, timedelta

from switchboard.analysis.model.analyses import Analyses, AnalysisState
from switchboard.contracts.events.analysis import AnalysisFailed
from switchboard.contracts.topics import ANALYSIS_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say

PATIENCE = timedelta(minutes=15)
"""Longer than all attempts of a job together, and the longest that it waits for its transcript."""
NO_RESULT = "no_result"


def miss_result(analyses: Analyses, now: datetime) -> Accepted[Analyses] | None:
    """State the failure, so that anybody may ask again (rule A4)."""
    analysis = analyses.newest
    if analysis is None or not analysis.is_running:
        return None
    failed = AnalysisFailed(
        conversation_id=analyses.conversation_id,
        analysis_id=analysis.id,
        analysis_version=analysis.version,
        at=now,
        code=NO_RESULT,
    )
    ended = analyses.ended(AnalysisState.FAILED, now)
    return Accepted(ended, says=(Say(ANALYSIS_EVENTS_TOPIC, failed),))
