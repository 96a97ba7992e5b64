"""A worker has a result."""

from datetime import datetime

from switchboard.analysis.model.analyses import Analyses, AnalysisState
from switchboard.analysis.model.refusals import Verdict
from switchboard.contracts.commands.analysis import RecordAnalysis
from switchboard.contracts.events.analysis import AnalysisCompleted
from switchboard.contracts.topics import ANALYSIS_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say


def record_analysis(analyses: Analyses, command: RecordAnalysis, now: datetime) -> Verdict:
    """State the result, with its version and by what it was made; once (rules A1, A3)."""
    analysis = analyses.running(command.analysis_id)
    if analysis is None:
        return Accepted(analyses)
    completed = AnalysisCompleted(
        conversation_id=analyses.conversation_id,
        analysis_id=analysis.id,
        analysis_version=analysis.version,
        at=now,
        summary=command.summary,
        sentiment=command.sentiment,
        fields=command.fields,
        definitions_version=command.definitions_version,
        model=command.model,
        model_version=command.model_version,
    )
    ended = analyses.ended(AnalysisState.COMPLETED, now)
    return Accepted(ended, says=(Say(ANALYSIS_EVENTS_TOPIC, completed),))
