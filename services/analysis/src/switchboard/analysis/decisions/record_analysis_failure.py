"""A worker gave up."""

from datetime import datetime

from switchboard.analysis.model.analyses import Analyses, AnalysisState
from switchboard.analysis.model.refusals import Verdict
from switchboard.contracts.commands.analysis import RecordAnalysisFailure
from switchboard.contracts.events.analysis import AnalysisFailed
from switchboard.contracts.topics import ANALYSIS_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say


def record_analysis_failure(
    analyses: Analyses, command: RecordAnalysisFailure, now: datetime
) -> Verdict:
    """State the failure; anybody may ask again, the conversation is as it was (rules A4, X5)."""
    analysis = analyses.running(command.analysis_id)
    if analysis is None:
        return Accepted(analyses)
    failed = AnalysisFailed(
        conversation_id=analyses.conversation_id,
        analysis_id=analysis.id,
        analysis_version=analysis.version,
        at=now,
        code=command.code,
    )
    ended = analyses.ended(AnalysisState.FAILED, now)
    return Accepted(ended, says=(Say(ANALYSIS_EVENTS_TOPIC, failed),))
